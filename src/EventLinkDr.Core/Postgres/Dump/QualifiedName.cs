using System.Text;

namespace EventLinkDr.Postgres.Dump;

/// <summary>A name with its schema, unquoted.</summary>
/// <param name="Schema">The schema; null where the dump relies on the search path.</param>
/// <param name="Name">The name.</param>
internal readonly record struct QualifiedName(string? Schema, string Name)
{
    /// <summary>Reads <c>[[catalog.]schema.]name</c>, beginning at the token at hand; stops at the token behind it.</summary>
    /// <returns>Null when there is no name.</returns>
    public static QualifiedName? Read(ref SqlTokens tokens, Encoding encoding)
    {
        if (!tokens.IsName) return null;
        var name = new QualifiedName(null, tokens.Name(encoding));
        while (tokens.Next() && tokens.IsSymbol('.') && tokens.Next() && tokens.IsName)
            name = new QualifiedName(name.Name, tokens.Name(encoding));
        return name;
    }

    /// <summary>Reads a name out of a text such as <c>public."Users_id_seq"</c>.</summary>
    public static QualifiedName? Parse(string text)
    {
        var tokens = new SqlTokens(Encoding.UTF8.GetBytes(text), backslashEscapes: false);
        tokens.Next();
        return Read(ref tokens, Encoding.UTF8);
    }

    /// <summary><c>schema.name</c>.</summary>
    public override string ToString() => Schema is null ? Name : $"{Schema}.{Name}";
}

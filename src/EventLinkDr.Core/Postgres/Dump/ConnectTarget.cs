using System.Text;

namespace EventLinkDr.Postgres.Dump;

/// <summary>Reads the database out of a <c>\connect</c> as pg_dump writes it.</summary>
internal static class ConnectTarget
{
    private static ReadOnlySpan<byte> Simple => "\\connect "u8;

    private static ReadOnlySpan<byte> Complex => "\\connect -reuse-previous=on \"dbname='"u8;

    /// <summary>The name; null where the command has another form.</summary>
    public static string? Parse(ReadOnlySpan<byte> command, Encoding encoding)
    {
        if (command.StartsWith(Complex)) return FromConnectionString(encoding.GetString(command[Complex.Length..]));
        var tokens = new SqlTokens(command[Simple.Length..], backslashEscapes: false);
        if (!tokens.Next() || !tokens.IsName) return null;
        // psql keeps the case of a bare name, and pg_dump quotes every name with capitals.
        var name = tokens.Kind == SqlTokenKind.Word ? encoding.GetString(tokens.Raw) : tokens.Name(encoding);
        return tokens.Next() ? null : name;
    }

    /// <summary>Within double quotes (doubled inside) stands a connection string, its value in single quotes with backslash escapes.</summary>
    private static string? FromConnectionString(string text)
    {
        var name = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\'':
                    return text[(i + 1)..] == "\"" ? name.ToString() : null;
                case '\\' when i + 1 < text.Length:
                    name.Append(text[++i]);
                    break;
                case '"' when i + 1 < text.Length && text[i + 1] == '"':
                    name.Append(text[++i]);
                    break;
                default:
                    name.Append(text[i]);
                    break;
            }
        }

        return null;
    }
}

using System.Text;

namespace EventLinkDr.Postgres.Dump;

/// <summary>Reads GRANT and REVOKE.</summary>
internal static class GrantReader
{
    public static DumpStatement Read(string verb, ref SqlTokens tokens, Encoding encoding)
    {
        while (tokens.Next() && !(tokens.Depth == 0 && tokens.IsWord("on"u8))) { }
        if (tokens.Kind == SqlTokenKind.End) return StatementReader.Forbidden(verb, $"{verb} of a role");
        tokens.Next();
        var type = tokens.Kind == SqlTokenKind.Word ? Encoding.Latin1.GetString(tokens.Raw).ToUpperInvariant() : "";
        if (type == "LARGE" && tokens.NextIs("object"u8) && tokens.Next())
        {
            var number = new QualifiedName(null, encoding.GetString(tokens.Raw));
            return new DumpStatement { Kind = StatementKind.Other, Verb = verb, ObjectType = "ON LARGE OBJECT", Name = number, Roles = ReadRoles(ref tokens, encoding) };
        }

        var at = (0, 0);
        QualifiedName? name = null;
        if (type is "TABLE" or "SEQUENCE" or "SCHEMA" or "FUNCTION" or "PROCEDURE" or "ROUTINE" or "TYPE" or "DOMAIN" or "LANGUAGE" or "DATABASE" or "TABLESPACE" or "PARAMETER")
        {
            tokens.Next();
            if (tokens.IsName) at = (tokens.Start, tokens.End);
            name = tokens.IsWord("to"u8) || tokens.IsWord("from"u8) ? null : QualifiedName.Read(ref tokens, encoding);
            if (name is not null && type is "TABLESPACE" or "PARAMETER") return StatementReader.Forbidden(verb, $"{verb} ON {type}");
            if (name is not null && type is "DATABASE" && tokens.IsSymbol(',')) return StatementReader.Forbidden(verb, $"{verb} ON several databases");
        }

        var isDatabase = type == "DATABASE" && name is not null;
        return new DumpStatement
        {
            Kind = isDatabase ? StatementKind.Database : StatementKind.Other,
            Verb = verb, ObjectType = name is null ? "" : "ON " + type, Name = name, DatabaseAt = at,
            Roles = ReadRoles(ref tokens, encoding),
        };
    }

    /// <summary>The roles behind TO or FROM, and the one behind GRANTED BY.</summary>
    public static IReadOnlyList<string> ReadRoles(ref SqlTokens tokens, Encoding encoding)
    {
        var roles = new List<string>();
        do
        {
            if (tokens.Depth > 0) continue;
            if (tokens.IsWord("to"u8) || tokens.IsWord("from"u8)) RoleNames.ReadList(ref tokens, encoding, roles);
            if (tokens.IsWord("granted"u8) && tokens.NextIs("by"u8)) RoleNames.ReadList(ref tokens, encoding, roles);
        }
        while (tokens.Next());
        return roles;
    }
}

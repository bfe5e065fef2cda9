using System.Text;

namespace EventLinkDr.Postgres.Dump;

/// <summary>Reads CREATE.</summary>
internal static class CreateReader
{
    public static DumpStatement Read(ref SqlTokens tokens, Encoding encoding)
    {
        var type = ObjectTypes.Read(ref tokens);
        if (StatementReader.IsOutside(type)) return StatementReader.Forbidden("CREATE", $"CREATE {type}");
        if (type == "INDEX") return ReadIndex(ref tokens, encoding);
        var conditional = SkipIfExists(ref tokens);
        var at = (tokens.Start, tokens.End);
        var create = new DumpStatement
        {
            Kind = type == "DATABASE" ? StatementKind.Database : StatementKind.Other, Verb = "CREATE", ObjectType = type, IsConditional = conditional, DatabaseAt = at,
        };
        if (type == "USER MAPPING") return create with { Roles = RolesBehind(ref tokens, "for"u8, encoding) };
        if (tokens.IsWord("authorization"u8)) return create with { Roles = RolesBehind(ref tokens, "authorization"u8, encoding) };
        create = create with { Name = QualifiedName.Read(ref tokens, encoding) };
        return type switch
        {
            "TRIGGER" => create with { Table = TableBehind(ref tokens, "on"u8, encoding) },
            "RULE" => create with { Table = TableBehind(ref tokens, "to"u8, encoding) },
            "STATISTICS" => create with { Table = TableBehind(ref tokens, "from"u8, encoding) },
            "POLICY" => create with { Table = TableBehind(ref tokens, "on"u8, encoding), Roles = RolesBehind(ref tokens, "to"u8, encoding) },
            "SCHEMA" => create with { Roles = RolesBehind(ref tokens, "authorization"u8, encoding) },
            "TABLE" when Finds(ref tokens, "as"u8) => StatementReader.Forbidden("CREATE", "CREATE TABLE AS"),
            "SUBSCRIPTION" when !StaysAtHome(ref tokens, encoding) => StatementReader.Forbidden("CREATE", "CREATE SUBSCRIPTION that connects at once"),
            _ => create,
        };
    }

    /// <summary>Passes over IF [NOT] EXISTS.</summary>
    public static bool SkipIfExists(ref SqlTokens tokens)
    {
        if (!tokens.IsWord("if"u8)) return false;
        tokens.Next();
        if (tokens.IsWord("not"u8)) tokens.Next();
        tokens.Next();
        return true;
    }

    /// <summary>The table named behind a keyword that stands outside parentheses.</summary>
    public static QualifiedName? TableBehind(ref SqlTokens tokens, ReadOnlySpan<byte> keyword, Encoding encoding)
    {
        if (!Finds(ref tokens, keyword)) return null;
        tokens.Next();
        if (tokens.IsWord("only"u8)) tokens.Next();
        return QualifiedName.Read(ref tokens, encoding);
    }

    private static DumpStatement ReadIndex(ref SqlTokens tokens, Encoding encoding)
    {
        if (tokens.IsWord("concurrently"u8)) tokens.Next();
        var conditional = SkipIfExists(ref tokens);
        var name = tokens.IsWord("on"u8) ? null : QualifiedName.Read(ref tokens, encoding);
        var only = tokens.IsWord("on"u8) && tokens.Next() && tokens.IsWord("only"u8);
        if (only) tokens.Next();
        return new DumpStatement
        {
            Kind = StatementKind.CreateIndex, Verb = "CREATE", ObjectType = "INDEX", Name = name, Table = QualifiedName.Read(ref tokens, encoding), IsOnly = only,
            IsConditional = conditional,
        };
    }

    private static List<string> RolesBehind(ref SqlTokens tokens, ReadOnlySpan<byte> keyword, Encoding encoding)
    {
        var roles = new List<string>();
        if (Finds(ref tokens, keyword)) RoleNames.ReadList(ref tokens, encoding, roles);
        return roles;
    }

    private static bool Finds(ref SqlTokens tokens, ReadOnlySpan<byte> keyword)
    {
        do
        {
            if (tokens.Depth == 0 && tokens.IsWord(keyword)) return true;
        }
        while (tokens.Next());
        return false;
    }

    /// <summary>pg_dump writes subscriptions so that they do not connect before somebody enables them.</summary>
    private static bool StaysAtHome(ref SqlTokens tokens, Encoding encoding)
    {
        while (tokens.Next())
        {
            if (tokens.Depth == 0 || !tokens.IsWord("connect"u8) || !tokens.Next() || !tokens.IsSymbol('=') || !tokens.Next()) continue;
            return tokens.IsWord("false"u8) || tokens.IsWord("off"u8) || (tokens.Kind == SqlTokenKind.Text && tokens.Text(encoding) is "false" or "off" or "0");
        }

        return false;
    }
}

using System.Text;

namespace EventLinkDr.Postgres.Dump;

/// <summary>Reads ALTER.</summary>
internal static class AlterReader
{
    public static DumpStatement Read(ref SqlTokens tokens, Encoding encoding)
    {
        var type = ObjectTypes.Read(ref tokens);
        if (type is "ROLE" or "USER") return ReadRoleInDatabase(type, ref tokens, encoding);
        if (StatementReader.IsOutside(type)) return StatementReader.Forbidden("ALTER", $"ALTER {type}");
        if (type == "DEFAULT PRIVILEGES") return ReadDefaultPrivileges(type, ref tokens, encoding);
        var alter = new DumpStatement
        {
            Kind = type == "DATABASE" ? StatementKind.Database : StatementKind.Other, Verb = "ALTER", ObjectType = type, IsConditional = CreateReader.SkipIfExists(ref tokens),
        };
        if (tokens.IsWord("only"u8))
        {
            alter = alter with { IsOnly = true };
            tokens.Next();
        }

        alter = alter with { DatabaseAt = (tokens.Start, tokens.End), Name = ReadName(type, ref tokens, encoding) };
        if (type == "SUBSCRIPTION") return ReadSubscription(alter, ref tokens, encoding);
        if (tokens.IsSymbol('*')) tokens.Next();
        if (type is "TABLE" or "FOREIGN TABLE" && tokens.IsWord("add"u8) && tokens.NextIs("constraint"u8)) return ReadConstraint(alter, ref tokens, encoding);
        return ReadRest(alter, ref tokens, encoding);
    }

    private static QualifiedName? ReadName(string type, ref SqlTokens tokens, Encoding encoding)
    {
        if (type == "USER MAPPING") return null;
        if (type != "LARGE OBJECT" || tokens.Kind != SqlTokenKind.Number) return QualifiedName.Read(ref tokens, encoding);
        var number = new QualifiedName(null, encoding.GetString(tokens.Raw));
        tokens.Next();
        return number;
    }

    /// <summary>The first action that matters: OWNER TO, a DROP, or nothing of interest.</summary>
    private static DumpStatement ReadRest(DumpStatement alter, ref SqlTokens tokens, Encoding encoding)
    {
        var roles = new List<string>();
        do
        {
            if (tokens.Depth > 0) continue;
            if (tokens.IsWord("owner"u8) && tokens.NextIs("to"u8)) RoleNames.ReadList(ref tokens, encoding, roles);
            else if (tokens.IsWord("drop"u8) && alter.Kind == StatementKind.Other) alter = alter with { Kind = StatementKind.Drop };
        }
        while (tokens.Next());
        return alter with { Roles = roles };
    }

    private static DumpStatement ReadConstraint(DumpStatement alter, ref SqlTokens tokens, Encoding encoding)
    {
        tokens.Next();
        var table = alter.Name;
        var name = tokens.IsName ? tokens.Name(encoding) : "";
        var constraint = alter with { Kind = StatementKind.AddConstraint, ObjectType = "TABLE ADD CONSTRAINT", Name = new QualifiedName(null, name), Table = table };
        var first = true;
        while (tokens.Next())
        {
            if (tokens.Depth > 0) continue;
            if (first && tokens.IsWord("foreign"u8)) constraint = constraint with { Kind = StatementKind.AddForeignKey };
            first = false;
            if (constraint.Kind == StatementKind.AddForeignKey && tokens.IsWord("references"u8) && tokens.Next())
                return constraint with { References = QualifiedName.Read(ref tokens, encoding) };
            if (tokens.IsWord("using"u8) && tokens.NextIs("index"u8) && tokens.Next() && !tokens.IsWord("tablespace"u8)) constraint = constraint with { UsesIndex = true };
        }

        return constraint;
    }

    /// <summary>ALTER ROLE … IN DATABASE … is a property of the database; every other form changes the server.</summary>
    private static DumpStatement ReadRoleInDatabase(string type, ref SqlTokens tokens, Encoding encoding)
    {
        var role = tokens.IsName && !tokens.IsWord("all"u8) ? tokens.Name(encoding) : null;
        if (!tokens.NextIs("in"u8) || !tokens.NextIs("database"u8) || !tokens.Next()) return StatementReader.Forbidden("ALTER", $"ALTER {type}");
        return new DumpStatement
        {
            Kind = StatementKind.Database, Verb = "ALTER", ObjectType = $"{type} IN DATABASE", DatabaseAt = (tokens.Start, tokens.End),
            Name = QualifiedName.Read(ref tokens, encoding), Roles = role is null ? [] : [role],
        };
    }

    private static DumpStatement ReadDefaultPrivileges(string type, ref SqlTokens tokens, Encoding encoding)
    {
        var roles = new List<string>();
        while (tokens.Kind != SqlTokenKind.End && !tokens.IsWord("grant"u8) && !tokens.IsWord("revoke"u8))
        {
            if (tokens.IsWord("role"u8) || tokens.IsWord("user"u8)) RoleNames.ReadList(ref tokens, encoding, roles);
            else tokens.Next();
        }

        roles.AddRange(GrantReader.ReadRoles(ref tokens, encoding));
        return new DumpStatement { Kind = StatementKind.Other, Verb = "ALTER", ObjectType = type, Roles = roles };
    }

    private static DumpStatement ReadSubscription(DumpStatement alter, ref SqlTokens tokens, Encoding encoding) =>
        tokens.IsWord("owner"u8) || tokens.IsWord("rename"u8) || tokens.IsWord("set"u8) || tokens.IsWord("disable"u8)
            ? ReadRest(alter, ref tokens, encoding)
            : StatementReader.Forbidden("ALTER", "ALTER SUBSCRIPTION that connects");
}

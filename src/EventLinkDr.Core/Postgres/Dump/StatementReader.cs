using System.Text;

namespace EventLinkDr.Postgres.Dump;

/// <summary>
/// Takes a statement apart as far as a restore must know it. What pg_dump never writes is marked as forbidden: the list of what may run is
/// closed, the list of what SQL can do is not.
/// </summary>
internal static class StatementReader
{
    private static readonly HashSet<string> Harmless = ["ANALYZE", "VACUUM", "REFRESH", "REINDEX", "CLUSTER", "LOCK", "TRUNCATE"];

    /// <summary>Reads one statement.</summary>
    /// <param name="text">The statement, or its beginning.</param>
    /// <param name="backslashEscapes">Whether a backslash escapes in plain quotes.</param>
    /// <param name="encoding">Encoding of the names.</param>
    public static DumpStatement Read(ReadOnlySpan<byte> text, bool backslashEscapes, Encoding encoding)
    {
        var tokens = new SqlTokens(text, backslashEscapes);
        tokens.Next();
        if (tokens.IsWord("insert"u8)) return InsertReader.Read(ref tokens, encoding);
        if (tokens.Kind != SqlTokenKind.Word) return Forbidden("", "something that is no statement") with { IsUnknown = true };
        var verb = Encoding.Latin1.GetString(tokens.Raw).ToUpperInvariant();
        switch (verb)
        {
            case "SET" or "RESET":
                return ReadSet(verb, SessionChange.Read(text, backslashEscapes, encoding));
            case "SELECT":
                return SelectReader.Read(ref tokens, encoding) is var select && select.Kind == StatementKind.SessionChange
                    ? select with { Change = SessionChange.Read(text, backslashEscapes, encoding) } : select;
            case "CREATE":
                return CreateReader.Read(ref tokens, encoding);
            case "ALTER":
                return AlterReader.Read(ref tokens, encoding);
            case "DROP":
                return ReadDrop(ref tokens, encoding);
            case "GRANT" or "REVOKE":
                return GrantReader.Read(verb, ref tokens, encoding);
            case "COMMENT" or "SECURITY":
                return ReadOnObject(verb, ref tokens, encoding);
            case "BEGIN" or "START" or "COMMIT" or "END":
                return ReadTransaction(verb, ref tokens);
            case "UPDATE" or "DELETE":
                return ReadChange(verb, ref tokens, encoding);
            case "COPY":
                return Forbidden(verb, "COPY with a file or a program of the server");
            default:
                return Harmless.Contains(verb) ? ReadHarmless(verb, ref tokens, encoding) : Forbidden(verb, $"{Shown(verb)}, which pg_dump does not write") with { IsUnknown = true };
        }
    }

    public static DumpStatement Forbidden(string verb, string why) => new() { Kind = StatementKind.Other, Verb = verb, Forbidden = why };

    /// <summary>Objects of the server as a whole: a dump of one database has no business with them.</summary>
    public static bool IsOutside(string objectType) => objectType is "ROLE" or "USER" or "GROUP" or "TABLESPACE" or "SYSTEM" or "OWNED" or "PARAMETER";

    // In a file that is no dump a word can be anything, a secret too.
    private static string Shown(string verb) => verb.Length <= 12 && verb.All(char.IsAsciiLetterUpper) ? verb : "a command";

    private static DumpStatement ReadSet(string verb, SessionChange? change) => new()
    {
        Kind = change is null ? StatementKind.Other : StatementKind.SessionChange,
        Verb = verb,
        ObjectType = change?.Parameter ?? "",
        Change = change,
        Roles = change is { Parameter: "role" or "session_authorization", Value: { } role } && role != "none" ? [role] : [],
    };

    private static DumpStatement ReadDrop(ref SqlTokens tokens, Encoding encoding)
    {
        var type = ObjectTypes.Read(ref tokens);
        if (IsOutside(type)) return Forbidden("DROP", $"DROP {type}");
        var conditional = CreateReader.SkipIfExists(ref tokens);
        var start = tokens.Start;
        var end = tokens.End;
        var name = QualifiedName.Read(ref tokens, encoding);
        return new DumpStatement
        {
            Kind = type == "DATABASE" ? StatementKind.Database : StatementKind.Drop,
            Verb = "DROP", ObjectType = type, Name = name, IsConditional = conditional, DatabaseAt = (start, end),
            Table = type is "TRIGGER" or "RULE" or "POLICY" ? CreateReader.TableBehind(ref tokens, "on"u8, encoding) : null,
        };
    }

    /// <summary>COMMENT ON and SECURITY LABEL ON.</summary>
    private static DumpStatement ReadOnObject(string verb, ref SqlTokens tokens, Encoding encoding)
    {
        while (tokens.Next() && !tokens.IsWord("on"u8)) { }
        var type = ObjectTypes.Read(ref tokens);
        if (IsOutside(type)) return Forbidden(verb, $"{verb} ON {type}");
        var (start, end) = (tokens.Start, tokens.End);
        var name = QualifiedName.Read(ref tokens, encoding);
        return new DumpStatement
        {
            Kind = type == "DATABASE" ? StatementKind.Database : StatementKind.Other,
            Verb = verb, ObjectType = "ON " + type, Name = name, DatabaseAt = (start, end),
            Table = tokens.IsWord("on"u8) && tokens.Next() && !tokens.IsWord("domain"u8) ? QualifiedName.Read(ref tokens, encoding) : null,
        };
    }

    private static DumpStatement ReadTransaction(string verb, ref SqlTokens tokens)
    {
        tokens.Next();
        if (tokens.IsWord("transaction"u8) || tokens.IsWord("work"u8)) tokens.Next();
        if (tokens.Kind != SqlTokenKind.End && !tokens.IsSymbol(';')) return Forbidden(verb, $"a form of {verb} that pg_dump does not write");
        return new DumpStatement { Kind = verb is "BEGIN" or "START" ? StatementKind.Begin : StatementKind.Commit, Verb = verb };
    }

    private static DumpStatement ReadChange(string verb, ref SqlTokens tokens, Encoding encoding)
    {
        tokens.Next();
        if (tokens.IsWord("from"u8)) tokens.Next();
        if (tokens.IsWord("only"u8)) tokens.Next();
        var table = QualifiedName.Read(ref tokens, encoding);
        // pg_dump -C --clean takes the template flag off the database that it drops next.
        if (table?.Name == "pg_database") return new DumpStatement { Kind = StatementKind.Database, Verb = verb, Name = table };
        if (table is null || table.Value.Schema == "pg_catalog" || table.Value.Name.StartsWith("pg_", StringComparison.Ordinal))
            return Forbidden(verb, $"{verb} of the system catalog");
        return new DumpStatement { Kind = StatementKind.Other, Verb = verb, Name = table };
    }

    private static DumpStatement ReadHarmless(string verb, ref SqlTokens tokens, Encoding encoding)
    {
        var type = "";
        tokens.Next();
        if (verb == "REFRESH")
        {
            type = "MATERIALIZED VIEW";
            tokens.Next();
            tokens.Next();
        }

        if (tokens.IsWord("table"u8)) tokens.Next();
        if (tokens.IsWord("only"u8)) tokens.Next();
        return new DumpStatement { Kind = StatementKind.Other, Verb = verb, ObjectType = type, Name = QualifiedName.Read(ref tokens, encoding) };
    }
}

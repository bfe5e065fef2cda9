using System.Text;

namespace EventLinkDr.Postgres.Dump;

/// <summary>Reads SELECT: only calls of the functions that pg_dump calls may run.</summary>
internal static class SelectReader
{
    private static readonly HashSet<string> Functions = new(StringComparer.Ordinal)
    {
        "set_config", "setval",
        "lo_create", "lo_creat", "lo_open", "lowrite", "lo_close", "lo_unlink", "lo_truncate", "lo_lseek", "lo_tell", "lo_from_bytea", "lo_put",
        "pg_restore_relation_stats", "pg_restore_attribute_stats", "pg_restore_extended_stats", "pg_clear_relation_stats", "pg_clear_attribute_stats",
    };

    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal) { "values", "from", "in", "and", "or", "not", "as", "where" };

    public static DumpStatement Read(ref SqlTokens tokens, Encoding encoding)
    {
        var first = default(QualifiedName?);
        var arguments = new List<string>();
        tokens.Next();
        while (tokens.Kind != SqlTokenKind.End)
        {
            if (tokens.IsName && !tokens.IsWord("as"u8) && !tokens.IsWord("true"u8) && !tokens.IsWord("false"u8))
            {
                var name = QualifiedName.Read(ref tokens, encoding)!.Value;
                if (!tokens.IsSymbol('(')) continue;
                if (!IsAllowed(name)) return StatementReader.Forbidden("SELECT", "SELECT of a function that pg_dump does not call");
                if (Functions.Contains(name.Name)) first ??= name;
            }
            else if (tokens.IsWord("as"u8))
            {
                // An alias with columns looks like a call.
                tokens.Next();
            }
            else if (first?.Name is "setval" or "lo_create" or "lo_unlink")
            {
                if (tokens.Kind == SqlTokenKind.Text) arguments.Add(tokens.Text(encoding));
                else if (tokens.Kind is SqlTokenKind.Number or SqlTokenKind.Word) arguments.Add(encoding.GetString(tokens.Raw).ToLowerInvariant());
            }

            tokens.Next();
        }

        if (first is null) return StatementReader.Forbidden("SELECT", "a SELECT that pg_dump does not write");
        return new DumpStatement { Kind = KindOf(first.Value.Name), Verb = "SELECT", Name = first, Arguments = arguments };
    }

    private static bool IsAllowed(QualifiedName name) =>
        name.Schema is null or "pg_catalog" && (Functions.Contains(name.Name) || (name.Schema is null && Keywords.Contains(name.Name)));

    private static StatementKind KindOf(string function) => function switch
    {
        "set_config" => StatementKind.SessionChange,
        "setval" => StatementKind.SetSequence,
        _ when function.StartsWith("lo", StringComparison.Ordinal) => StatementKind.LargeObject,
        _ => StatementKind.Select,
    };
}

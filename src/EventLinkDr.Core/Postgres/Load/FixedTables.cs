using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Postgres.Load;

/// <summary>
/// Tables that have foreign keys or triggers before their rows come, as those of extensions do: their rows are loaded one block after
/// another in the order of the dump.
/// </summary>
internal sealed class FixedTables
{
    private const string Query =
        """
        SELECT n.nspname::text, c.relname::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND (
          EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.contype = 'f' AND c.oid IN (k.conrelid, k.confrelid))
          OR EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid)
          OR EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e'))
        """;

    private readonly HashSet<QualifiedName> _names;

    private FixedTables(IEnumerable<QualifiedName> names) => _names = [.. names];

    /// <summary>Asks the server, once the definitions are there.</summary>
    public static FixedTables Read(LoadContext context, LoadLane lane) =>
        new(lane.Query(Query, context.Crew.Stopping).Select(row => new QualifiedName(context.Decode(row.Get<string>(0)), context.Decode(row.Get<string>(1)))));

    /// <summary>Whether a table is one of them.</summary>
    public bool Contains(QualifiedName table) => _names.Contains(table) || (table.Schema is null && _names.Any(name => name.Name == table.Name));
}

namespace EventLinkDr.Postgres.Load;

/// <summary>Which tables are parts or children of others: a foreign key on a partitioned table locks all of them.</summary>
internal sealed class TableFamilies
{
    private const string Query =
        """
        SELECT c.relname::text, p.relname::text FROM pg_catalog.pg_inherits i
        JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid AND c.relkind IN ('r', 'p', 'f')
        JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
        """;

    private readonly Dictionary<string, string> _leaders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _parents = new(StringComparer.Ordinal);

    /// <param name="pairs">Child and parent, by name.</param>
    public TableFamilies(IEnumerable<(string Child, string Parent)> pairs)
    {
        foreach (var (child, parent) in pairs)
        {
            _parents.Add(parent);
            var (one, other) = (LeaderOf(child), LeaderOf(parent));
            if (one != other) _leaders[one] = other;
        }
    }

    public static TableFamilies Read(LoadContext context, LoadLane lane) =>
        new(lane.Query(Query, context.Crew.Stopping).Select(row => (context.Decode(row.Get<string>(0)), context.Decode(row.Get<string>(1)))));

    /// <summary>Whether a table has children or partitions.</summary>
    public bool HasChildren(string table) => _parents.Contains(table);

    /// <summary>Whether a table is part of another or has parts.</summary>
    public bool IsMember(string table) => _parents.Contains(table) || _leaders.ContainsKey(table);

    /// <summary>One name for all tables of a family.</summary>
    public string LeaderOf(string table)
    {
        while (_leaders.TryGetValue(table, out var leader)) table = leader;
        return table;
    }
}

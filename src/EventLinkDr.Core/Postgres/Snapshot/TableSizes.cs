namespace EventLinkDr.Postgres.Snapshot;

/// <summary>Sizes on disk of tables that are locked: asked for earlier, a table locked by others would block the question.</summary>
internal static class TableSizes
{
    public static async Task<IReadOnlyList<(long Pages, long Bytes)>> ReadAsync(IPostgresSession session, IReadOnlyList<SnapshotTable> tables,
        CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(
            """
            SELECT wanted.oid, pg_catalog.pg_relation_size(wanted.oid::oid::regclass) / pg_catalog.current_setting('block_size')::bigint,
              pg_catalog.pg_table_size(wanted.oid::oid::regclass)
            FROM pg_catalog.unnest($1) AS wanted (oid)
            """, cancellationToken, tables.Select(table => table.Oid).ToArray()).ConfigureAwait(false);
        var sizes = rows.ToDictionary(row => row.Get<long>(0), row => (row.IsNull(1) ? 0 : row.Get<long>(1), row.IsNull(2) ? 0 : row.Get<long>(2)));
        return [.. tables.Select(table => sizes[table.Oid])];
    }
}

using EventLinkDr.Model;

namespace EventLinkDr.Postgres.Snapshot;

/// <summary>Reads the states of the sequences that pg_dump would dump, as it reads them.</summary>
internal static class SequenceListing
{
    private const int PerQuery = 300;

    private const string Query =
        """
        SELECT pg_catalog.convert_to(n.nspname::text, names.encoding), pg_catalog.convert_to(c.relname::text, names.encoding),
          pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname)
        FROM pg_catalog.pg_class c
        CROSS JOIN (SELECT CASE pg_catalog.getdatabaseencoding() WHEN 'SQL_ASCII' THEN 'SQL_ASCII' ELSE 'UTF8' END AS encoding) AS names
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
          AND (EXISTS (SELECT FROM pg_catalog.pg_extension e WHERE c.oid = ANY (e.extconfig))
            OR NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
              WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'))
        ORDER BY n.nspname, c.relname
        """;

    /// <returns>The states, and for each its quoted name in the session's encoding.</returns>
    public static async Task<IReadOnlyList<(BackupSequence State, string Qualified)>> ReadAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        var found = await session.QueryAsync(Query, cancellationToken).ConfigureAwait(false);
        var result = new List<(BackupSequence, string)>(found.Count);
        foreach (var batch in found.Chunk(PerQuery))
        {
            var union = string.Join(" UNION ALL ", batch.Select((row, i) => $"SELECT {i}, last_value, is_called FROM {row.Get<string>(2)}"));
            var states = await session.QueryAsync(union, cancellationToken).ConfigureAwait(false);
            foreach (var state in states.OrderBy(row => row.Get<int>(0)))
            {
                var row = batch[state.Get<int>(0)];
                result.Add((new BackupSequence(UnicodeName.Of(row.Get<byte[]>(0)), UnicodeName.Of(row.Get<byte[]>(1)),
                    state.Get<long>(1), state.Get<bool>(2)), row.Get<string>(2)));
            }
        }

        return result;
    }
}

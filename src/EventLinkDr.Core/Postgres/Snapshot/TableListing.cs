namespace EventLinkDr.Postgres.Snapshot;

/// <summary>Lists the tables whose rows pg_dump would dump, with the columns in its order.</summary>
internal static class TableListing
{
    /// <summary>
    /// Rules of pg_dump 15: ordinary tables outside system schemas; members of an extension only where it registered them as configuration;
    /// partitions below a hash partition key on an enum load through their root, since the hash of an enum differs between servers.
    /// </summary>
    private const string Query =
        """
        WITH RECURSIVE unsafe AS (
          SELECT p.partrelid FROM pg_catalog.pg_partitioned_table p
          WHERE (SELECT c.oid FROM pg_catalog.pg_opclass c JOIN pg_catalog.pg_am a ON a.oid = c.opcmethod
                 WHERE c.opcname = 'enum_ops' AND c.opcnamespace = 'pg_catalog'::regnamespace AND a.amname = 'hash') = ANY (p.partclass)),
        ancestry (leaf, parent, depth) AS (
          SELECT i.inhrelid, i.inhparent, 1 FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE c.relispartition
          UNION ALL
          SELECT a.leaf, i.inhparent, a.depth + 1 FROM ancestry a
          JOIN pg_catalog.pg_class c ON c.oid = a.parent AND c.relispartition
          JOIN pg_catalog.pg_inherits i ON i.inhrelid = a.parent),
        configuration AS (
          SELECT config.oid, config.condition FROM pg_catalog.pg_extension e,
            LATERAL unnest(e.extconfig, e.extcondition) AS config (oid, condition))
        SELECT c.oid::bigint,
          pg_catalog.convert_to(n.nspname::text, names.encoding), pg_catalog.convert_to(c.relname::text, names.encoding),
          pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname),
          (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), E'\x01' ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
           WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''),
          (SELECT pg_catalog.convert_to(pg_catalog.string_agg(a.attname::text, E'\x01' ORDER BY a.attnum), names.encoding) FROM pg_catalog.pg_attribute a
           WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''),
          NULLIF(config.condition, ''),
          (SELECT pg_catalog.quote_ident(rn.nspname) || '.' || pg_catalog.quote_ident(r.relname)
           FROM ancestry a JOIN pg_catalog.pg_class r ON r.oid = a.parent JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
           WHERE a.leaf = c.oid AND EXISTS (SELECT FROM ancestry u JOIN unsafe ON unsafe.partrelid = u.parent WHERE u.leaf = c.oid)
           ORDER BY a.depth DESC LIMIT 1),
          COALESCE(am.amname = 'heap', false), config.oid IS NOT NULL
        FROM pg_catalog.pg_class c
        CROSS JOIN (SELECT CASE pg_catalog.getdatabaseencoding() WHEN 'SQL_ASCII' THEN 'SQL_ASCII' ELSE 'UTF8' END AS encoding) AS names
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
        LEFT JOIN configuration config ON config.oid = c.oid
        WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
          AND (config.oid IS NOT NULL OR NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
            WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'))
        ORDER BY n.nspname, c.relname
        """;

    private const string ReferencesQuery =
        """
        SELECT conrelid::bigint, confrelid::bigint FROM pg_catalog.pg_constraint
        WHERE contype = 'f' AND conrelid <> confrelid AND conrelid::bigint = ANY ($1) AND confrelid::bigint = ANY ($1)
        """;

    public static async Task<IReadOnlyList<SnapshotTable>> ReadAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(Query, cancellationToken).ConfigureAwait(false);
        var turns = await ReadTurnsAsync(session, [.. rows.Where(row => row.Get<bool>(9)).Select(row => row.Get<long>(0))], cancellationToken).ConfigureAwait(false);
        return
        [
            .. rows.Select(row => new SnapshotTable(
                row.Get<long>(0),
                UnicodeName.Of(row.Get<byte[]>(1)),
                UnicodeName.Of(row.Get<byte[]>(2)),
                row.Get<string>(3),
                row.Text(4) ?? "",
                row.IsNull(5) ? "" : UnicodeName.Of(row.Get<byte[]>(5)),
                row.Text(6), row.Text(7), row.Get<bool>(8), turns.GetValueOrDefault(row.Get<long>(0)))),
        ];
    }

    /// <summary>Configuration tables come with their foreign keys, so their rows must be loaded in an order that these allow.</summary>
    private static async Task<Dictionary<long, int>> ReadTurnsAsync(IPostgresSession session, long[] tables, CancellationToken cancellationToken)
    {
        var turns = tables.ToDictionary(table => table, _ => 1);
        if (tables.Length < 2) return turns;
        var references = await session.QueryAsync(ReferencesQuery, cancellationToken, tables).ConfigureAwait(false);
        // As many rounds as tables settle every chain; keys in a circle have no order that helps.
        for (var round = 0; round < tables.Length; round++)
        {
            foreach (var row in references)
                turns[row.Get<long>(0)] = Math.Max(turns[row.Get<long>(0)], Math.Min(turns[row.Get<long>(1)] + 1, tables.Length));
        }

        return turns;
    }
}

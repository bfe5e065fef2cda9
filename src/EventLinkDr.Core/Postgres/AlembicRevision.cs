namespace EventLinkDr.Postgres;

/// <summary>Reads the schema revision that alembic keeps in the database.</summary>
internal static class AlembicRevision
{
    /// <returns>The revision; several, joined by commas, where branches were not merged; null where there is no alembic.</returns>
    public static async Task<string?> ReadAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        var present = await session.QueryAsync(
            """
            SELECT FROM pg_catalog.pg_attribute
            WHERE attrelid = pg_catalog.to_regclass('public.alembic_version') AND attname = 'version_num' AND NOT attisdropped
            """, cancellationToken).ConfigureAwait(false);
        if (present.Count == 0) return null;
        var rows = await session.QueryAsync(
            "SELECT pg_catalog.string_agg(version_num, ',' ORDER BY version_num) FROM public.alembic_version", cancellationToken).ConfigureAwait(false);
        return rows[0].Text(0);
    }
}

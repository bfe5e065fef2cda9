namespace EventLinkDr.Postgres;

/// <summary>
/// Makes a database read-only by default and ends its sessions, so that the application writes nothing more. A convention: a session can set
/// the default back for itself, as those of ours do.
/// </summary>
internal static class WriteFence
{
    /// <returns>Sessions that were ended.</returns>
    public static async Task<long> RaiseAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync($"ALTER DATABASE {Sql.Name(session.Database)} SET default_transaction_read_only = on", cancellationToken).ConfigureAwait(false);
        // After the setting: sessions that come back find it in force.
        var rows = await session.QueryAsync(
            """
            SELECT count(*) FILTER (WHERE pg_catalog.pg_terminate_backend(pid)) FROM pg_catalog.pg_stat_activity
            WHERE datname = pg_catalog.current_database() AND pid <> pg_catalog.pg_backend_pid() AND backend_type = 'client backend'
            """, cancellationToken).ConfigureAwait(false);
        return rows[0].Get<long>(0);
    }

    /// <summary>Takes the default away; sessions opened under it keep it, so they are ended too.</summary>
    public static async Task LiftAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync($"ALTER DATABASE {Sql.Name(session.Database)} RESET default_transaction_read_only", cancellationToken).ConfigureAwait(false);
        await session.QueryAsync(
            """
            SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
            WHERE datname = pg_catalog.current_database() AND pid <> pg_catalog.pg_backend_pid() AND backend_type = 'client backend'
            """, cancellationToken).ConfigureAwait(false);
    }

    public static async Task<bool> IsUpAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(
            """
            SELECT setting FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase, unnest(s.setconfig) AS setting
            WHERE d.datname = pg_catalog.current_database() AND s.setrole = 0 AND setting ILIKE 'default\_transaction\_read\_only=%'
            """, cancellationToken).ConfigureAwait(false);
        return rows.Count > 0 && rows[0].Get<string>(0).Split('=')[1] is "on" or "true" or "yes" or "1";
    }
}

namespace EventLinkDr.Postgres.Databases;

/// <summary>A database by what it is (its OID) and what it is called. Before anything final the two are compared.</summary>
internal readonly record struct DatabaseIdentity(uint Oid, string Name)
{
    /// <summary>The database of a name; null when there is none.</summary>
    public static async Task<DatabaseIdentity?> FindAsync(IPostgresSession session, string name, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync("SELECT oid::bigint FROM pg_database WHERE datname = $1", cancellationToken, name).ConfigureAwait(false);
        return rows.Count == 0 ? null : new DatabaseIdentity((uint)rows[0].Get<long>(0), name);
    }

    /// <summary>What the database is called now; null when it is gone.</summary>
    public async Task<string?> CurrentNameAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync("SELECT datname::text FROM pg_database WHERE oid::bigint = $1", cancellationToken, (long)Oid).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0].Get<string>(0);
    }

    /// <summary>Whether the database of this name is still this one.</summary>
    public async Task<bool> HoldsAsync(IPostgresSession session, CancellationToken cancellationToken) =>
        await FindAsync(session, Name, cancellationToken).ConfigureAwait(false) is { } found && found.Oid == Oid;
}

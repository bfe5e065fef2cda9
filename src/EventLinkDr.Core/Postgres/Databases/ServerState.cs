namespace EventLinkDr.Postgres.Databases;

/// <summary>What of a server and of our rights on it decides whether databases can be replaced.</summary>
internal sealed record ServerState
{
    public required PostgresVersion Version { get; init; }

    /// <summary>Whether it is a standby.</summary>
    public required bool InRecovery { get; init; }

    /// <summary>The server's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The user we are.</summary>
    public required string User { get; init; }

    public required bool IsSuperuser { get; init; }

    /// <summary>Whether the user may create and rename databases.</summary>
    public required bool MayCreateDatabases { get; init; }

    public required IReadOnlySet<string> DatabaseNames { get; init; }

    public required IReadOnlySet<string> Roles { get; init; }

    /// <summary>The roles in whose place the user may act.</summary>
    public required IReadOnlySet<string> MemberOf { get; init; }

    /// <summary>Extensions that could be created.</summary>
    public required IReadOnlySet<string> Extensions { get; init; }

    public required IReadOnlySet<string> Tablespaces { get; init; }

    /// <summary>Reads it, from a session in any database.</summary>
    public static async Task<ServerState> ReadAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        var rows = await session.QueryAsync(
            "SELECT pg_is_in_recovery(), clock_timestamp(), current_user::text, rolsuper, rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user",
            cancellationToken).ConfigureAwait(false);
        var row = rows[0];
        return new ServerState
        {
            Version = session.ServerVersion,
            InRecovery = row.Get<bool>(0),
            Time = new DateTimeOffset(row.Get<DateTime>(1), TimeSpan.Zero),
            User = row.Get<string>(2),
            IsSuperuser = row.Get<bool>(3),
            MayCreateDatabases = row.Get<bool>(4),
            DatabaseNames = await NamesAsync(session, "SELECT datname::text FROM pg_database", cancellationToken).ConfigureAwait(false),
            Roles = await NamesAsync(session, "SELECT rolname::text FROM pg_roles", cancellationToken).ConfigureAwait(false),
            MemberOf = await NamesAsync(session, "SELECT rolname::text FROM pg_roles WHERE pg_has_role(oid, 'MEMBER')", cancellationToken).ConfigureAwait(false),
            Extensions = await NamesAsync(session, "SELECT name::text FROM pg_available_extensions", cancellationToken).ConfigureAwait(false),
            Tablespaces = await NamesAsync(session, "SELECT spcname::text FROM pg_tablespace", cancellationToken).ConfigureAwait(false),
        };
    }

    private static async Task<IReadOnlySet<string>> NamesAsync(IPostgresSession session, string query, CancellationToken cancellationToken) =>
        (await session.QueryAsync(query, cancellationToken).ConfigureAwait(false)).Select(row => row.Get<string>(0)).ToHashSet(StringComparer.Ordinal);
}

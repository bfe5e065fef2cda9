using System.Globalization;

namespace EventLinkDr.Postgres.Snapshot;

/// <summary>What a manifest says of the database besides its rows.</summary>
internal sealed record DatabaseFacts
{
    public required string SystemIdentifier { get; init; }

    public required int Timeline { get; init; }

    public string? Revision { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }

    public required IReadOnlyDictionary<string, string> Extensions { get; init; }

    /// <summary>Roles that own something, were granted something or stand in a policy. The bootstrap role has no entry in pg_shdepend.</summary>
    private const string RolesQuery =
        """
        SELECT r.rolname::text FROM pg_catalog.pg_shdepend s JOIN pg_catalog.pg_roles r ON r.oid = s.refobjid
        WHERE s.refclassid = 'pg_catalog.pg_authid'::regclass
          AND s.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
          AND (s.deptype = 'r' OR (s.deptype = 'o' AND NOT $1) OR (s.deptype = 'a' AND NOT $2))
        UNION
        SELECT r.rolname::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_roles r ON r.oid = c.relowner WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT $1
        UNION
        SELECT r.rolname::text FROM pg_catalog.pg_database d JOIN pg_catalog.pg_roles r ON r.oid = d.datdba
        WHERE d.datname = pg_catalog.current_database() AND NOT $1
        ORDER BY 1
        """;

    /// <summary>Reads them on a session of its own, which joins the snapshot.</summary>
    public static async Task<DatabaseFacts> ReadAsync(IPostgresSession session, ConsistentSnapshot snapshot, bool noOwner, bool noPrivilege,
        CancellationToken cancellationToken)
    {
        // Before the transaction: a refusal would end it.
        var system = await TryAsync(session, "SELECT system_identifier::text FROM pg_catalog.pg_control_system()", cancellationToken).ConfigureAwait(false);
        var timeline = await TryAsync(session, "SELECT timeline_id::text FROM pg_catalog.pg_control_checkpoint()", cancellationToken).ConfigureAwait(false);
        await snapshot.JoinAsync(session, cancellationToken).ConfigureAwait(false);
        var roles = await session.QueryAsync(RolesQuery, cancellationToken, noOwner, noPrivilege).ConfigureAwait(false);
        var extensions = await session.QueryAsync(
            "SELECT extname::text, extversion FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql' ORDER BY 1", cancellationToken).ConfigureAwait(false);
        return new DatabaseFacts
        {
            SystemIdentifier = system ?? "unknown",
            Timeline = int.Parse(timeline ?? "0", CultureInfo.InvariantCulture),
            Revision = await AlembicRevision.ReadAsync(session, cancellationToken).ConfigureAwait(false),
            Roles = [.. roles.Select(row => row.Get<string>(0))],
            Extensions = extensions.ToDictionary(row => row.Get<string>(0), row => row.Get<string>(1)),
        };
    }

    /// <summary>These functions can be taken from ordinary users; the backup is as good without what they tell.</summary>
    private static async Task<string?> TryAsync(IPostgresSession session, string sql, CancellationToken cancellationToken)
    {
        try
        {
            var rows = await session.QueryAsync(sql, cancellationToken).ConfigureAwait(false);
            return rows[0].Text(0);
        }
        catch (PostgresErrorException error) when (error.SqlState == "42501")
        {
            return null;
        }
    }
}

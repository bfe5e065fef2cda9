namespace EventLinkDr.Postgres.Databases;

/// <summary>A database that carries our mark.</summary>
/// <param name="Database">OID and name.</param>
/// <param name="Mark">The mark.</param>
/// <param name="Size">Bytes on disk; null where the user may not know.</param>
/// <param name="Sessions">Sessions connected to it.</param>
/// <param name="RunAlive">Whether the run that made it is still at work.</param>
/// <param name="IsBroken">Whether a DROP of it was interrupted: it cannot be used any more.</param>
internal sealed record MarkedDatabase(DatabaseIdentity Database, DatabaseMark Mark, long? Size, int Sessions, bool RunAlive, bool IsBroken)
{
    private const string Query =
        """
        SELECT d.oid::bigint, d.datname::text, shobj_description(d.oid, 'pg_database'), d.datconnlimit = -2,
          CASE WHEN has_database_privilege(d.oid, 'CONNECT') OR pg_has_role('pg_read_all_stats', 'USAGE') THEN pg_database_size(d.oid) END,
          (SELECT count(*) FROM pg_stat_activity a WHERE a.datid = d.oid AND a.backend_type IS DISTINCT FROM 'autovacuum worker')::int
        FROM pg_database d WHERE starts_with(shobj_description(d.oid, 'pg_database'), $1)
        """;

    /// <summary>Lists them, newest first.</summary>
    public static async Task<IReadOnlyList<MarkedDatabase>> ListAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(Query, cancellationToken, DatabaseMark.Prefix).ConfigureAwait(false);
        // After the marks: a run that has just ended has changed its mark before it let go of its lock.
        var held = await AdvisoryKey.ListHeldAsync(session, session.ProcessId, cancellationToken).ConfigureAwait(false);
        var found = new List<MarkedDatabase>();
        foreach (var row in rows)
        {
            var identity = new DatabaseIdentity((uint)row.Get<long>(0), row.Get<string>(1));
            if (DatabaseMark.Parse(row.Text(2)) is not { } mark || mark.Oid != identity.Oid) continue;
            found.Add(new MarkedDatabase(identity, mark, row.IsNull(4) ? null : row.Get<long>(4), row.Get<int>(5),
                held.Contains(AdvisoryKey.OfRun(mark.Run)), row.Get<bool>(3)));
        }

        return [.. found.OrderByDescending(database => database.Mark.Time)];
    }
}

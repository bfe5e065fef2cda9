using System.Diagnostics;
using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Replication;

/// <summary>
/// Closes a primary to writes by SQL: every database of ours is read-only by default, and every session that began before is ended. A convention that
/// a session can lift for itself, so that only a fence from outside is one for good. It replicates, and is lifted on the new primary.
/// </summary>
internal static class PrimaryFence
{
    private const string ReadOnly = "25006";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Roles for whom a setting of their own beats the database's.</summary>
    public static async Task<IReadOnlyList<string>> RolesBeyondAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(
            """
            SELECT DISTINCT rolname::text FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole, unnest(s.setconfig) AS setting
            WHERE setting ILIKE 'default\_transaction\_read\_only=%' AND lower(split_part(setting, '=', 2)) IN ('off', 'false', 'no', '0') ORDER BY 1
            """, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.Get<string>(0))];
    }

    /// <summary>The databases to be made read-only: all that take connections and are ours to change, except those that are read-only already.</summary>
    public static async Task<IReadOnlyList<FencedDatabase>> ListAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(
            """
            SELECT * FROM (
              SELECT datname::text, (SELECT lower(split_part(setting, '=', 2)) FROM pg_db_role_setting s, unnest(s.setconfig) AS setting
                WHERE s.setdatabase = d.oid AND s.setrole = 0 AND setting ILIKE 'default\_transaction\_read\_only=%') AS former
              FROM pg_database d
              WHERE datallowconn AND NOT datistemplate AND (pg_has_role(datdba, 'MEMBER') OR datname = current_database())) AS mine
            WHERE former IS NULL OR former NOT IN ('on', 'true', 'yes', '1') ORDER BY 1
            """, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new FencedDatabase(row.Get<string>(0), row.Text(1)))];
    }

    /// <summary>Makes them read-only.</summary>
    /// <returns>The transaction that did it; null when there was nothing to do.</returns>
    public static async Task<long?> RaiseAsync(IPostgresSession session, IReadOnlyList<FencedDatabase> databases, CancellationToken cancellationToken)
    {
        if (databases.Count == 0) return null;
        // A synchronous standby that is away would keep the commit waiting for ever.
        await session.ExecuteAsync("SET synchronous_commit = local; BEGIN", cancellationToken).ConfigureAwait(false);
        foreach (var database in databases)
            await session.ExecuteAsync($"ALTER DATABASE {Sql.Name(database.Name)} SET default_transaction_read_only = on", cancellationToken).ConfigureAwait(false);
        var rows = await session.QueryAsync("SELECT pg_current_xact_id()::text::bigint", cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("COMMIT", cancellationToken).ConfigureAwait(false);
        return rows[0].Get<long>(0);
    }

    /// <summary>Gives them back the default they had. Sessions keep the one they began with, so they are ended.</summary>
    public static async Task LiftAsync(IPostgresSession session, IReadOnlyList<FencedDatabase> databases, IReadOnlyList<int> except, CancellationToken cancellationToken)
    {
        if (databases.Count == 0) return;
        await session.ExecuteAsync("SET synchronous_commit = local", cancellationToken).ConfigureAwait(false);
        foreach (var (name, former) in databases)
        {
            // Dropped meanwhile: then there is nothing to lift.
            if ((await session.QueryAsync("SELECT FROM pg_database WHERE datname = $1", cancellationToken, name).ConfigureAwait(false)).Count == 0) continue;
            await session.ExecuteAsync($"ALTER DATABASE {Sql.Name(name)} " + (former is null ? "RESET default_transaction_read_only"
                : $"SET default_transaction_read_only = {Sql.Text(former)}"), cancellationToken).ConfigureAwait(false);
        }

        await EndSessionsAsync(session, except, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends every session that began before now, in whatever database, and waits until it has ended. Those that come back find the fence.</summary>
    /// <returns>The moment from which on nobody was left who had not found it, by the server's clock.</returns>
    /// <exception cref="DrException"><c>OldPrimaryWritable</c>: some do not end.</exception>
    public static async Task<DateTimeOffset> EndSessionsAsync(IPostgresSession session, IReadOnlyList<int> except, CancellationToken cancellationToken)
    {
        var begin = (await session.QueryAsync("SELECT clock_timestamp()", cancellationToken).ConfigureAwait(false))[0].Get<DateTime>(0);
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var rows = await session.QueryAsync(
                """
                SELECT pg_terminate_backend(pid), coalesce(nullif(application_name, ''), backend_type) || coalesce(' of ' || usename, ''), clock_timestamp() FROM pg_stat_activity
                WHERE datid IS NOT NULL AND backend_start <= $1 AND pid <> ALL($2) AND backend_type NOT IN ('autovacuum worker', 'walsender')
                """, cancellationToken, begin, except.Append(session.ProcessId).ToArray()).ConfigureAwait(false);
            if (rows.Count == 0) break;
            if (waited.Elapsed > Patience)
            {
                throw new DrException(ErrorTable.OldPrimaryWritable, "sessions of the old primary do not end")
                {
                    Found = string.Join(", ", rows.Take(5).Select(row => row.Get<string>(1))), Remedy = "End them, or stop what they wait for, and try again.",
                };
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }

        return new DateTimeOffset((await session.QueryAsync("SELECT clock_timestamp()", cancellationToken).ConfigureAwait(false))[0].Get<DateTime>(0), TimeSpan.Zero);
    }

    /// <summary>Tries to write as a session does that sets nothing itself.</summary>
    /// <exception cref="DrException"><c>OldPrimaryWritable</c>: it could.</exception>
    public static async Task ProveAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        try
        {
            // Our sessions begin with the default off; reset, it is what the database says.
            await session.ExecuteAsync("RESET default_transaction_read_only", cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("BEGIN; CREATE TABLE public.eventlinkdr_fence_probe (); ROLLBACK", cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresErrorException error) when (error.SqlState == ReadOnly)
        {
            return;
        }

        throw new DrException(ErrorTable.OldPrimaryWritable, $"{session.Database} of the old primary was made read-only, and a write went through all the same");
    }

    /// <summary>When the last transaction was committed, the fence's own not counted; null where the server does not track that.</summary>
    public static async Task<DateTimeOffset?> LastCommitAsync(IPostgresSession session, long? fence, CancellationToken cancellationToken)
    {
        if (fence is not { } own) return null;
        var rows = await session.QueryAsync("SELECT current_setting('track_commit_timestamp') = 'on', pg_snapshot_xmax(pg_current_snapshot())::text::bigint", cancellationToken)
            .ConfigureAwait(false);
        if (!rows[0].Get<bool>(0)) return null;
        // A thousand back: what is older was certainly received by a standby that anybody would want.
        var found = await session.QueryAsync(
            string.Create(CultureInfo.InvariantCulture, $"""
            SELECT max(pg_xact_commit_timestamp((x % 4294967296)::text::xid)) FROM generate_series({Math.Max(3, own - 1000)}, {rows[0].Get<long>(1) - 1}) AS x
            WHERE x <> {own} AND x % 4294967296 > 2
            """), cancellationToken).ConfigureAwait(false);
        return found[0].IsNull(0) ? null : new DateTimeOffset(found[0].Get<DateTime>(0), TimeSpan.Zero);
    }
}

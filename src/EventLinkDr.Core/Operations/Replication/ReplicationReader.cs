using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Replication;

/// <summary>Reads a server's place in replication. Any user may; some columns are null for those without the right to monitor.</summary>
internal static class ReplicationReader
{
    // A primary's timeline is that of the segment it writes: the control file tells of it only after the next checkpoint.
    private const string Query =
        """
        SELECT r.standby, s.system_identifier::text,
          CASE WHEN r.standby THEN GREATEST(c.timeline_id, v.min_recovery_end_timeline, w.received_tli)
            ELSE ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int END,
          CASE WHEN NOT r.standby THEN pg_current_wal_flush_lsn()::text END,
          CASE WHEN r.standby THEN pg_last_wal_receive_lsn()::text END,
          CASE WHEN r.standby THEN pg_last_wal_replay_lsn()::text END,
          CASE WHEN r.standby THEN w.latest_end_lsn::text END,
          CASE WHEN r.standby THEN pg_last_xact_replay_timestamp() END,
          CASE WHEN r.standby THEN pg_is_wal_replay_paused() ELSE false END,
          CASE WHEN r.standby THEN w.status END, clock_timestamp()
        FROM (SELECT pg_is_in_recovery() AS standby) r, pg_control_system() s, pg_control_checkpoint() c, pg_control_recovery() v
          LEFT JOIN pg_stat_wal_receiver w ON true
        """;

    private const string StandbyQuery =
        """
        SELECT application_name, host(client_addr), state, sync_state, sent_lsn::text, flush_lsn::text, replay_lsn::text, EXTRACT(epoch FROM replay_lag)::float8
        FROM pg_stat_replication ORDER BY application_name, pid
        """;

    public static async Task<ReplicationStatus> ReadAsync(IPostgresSession session, string server, CancellationToken cancellationToken)
    {
        var row = (await session.QueryAsync(Query, cancellationToken).ConfigureAwait(false))[0];
        var standby = row.Get<bool>(0);
        var current = Position(row, 3);
        var replayed = Position(row, 5);
        // After a restart without its primary a standby says nothing about receiving, but has what it has replayed.
        var received = LogSequenceNumber.Max(Position(row, 4), replayed);
        var ahead = Position(row, 6);
        var committed = row.IsNull(7) ? (DateTimeOffset?)null : new DateTimeOffset(row.Get<DateTime>(7), TimeSpan.Zero);
        var time = new DateTimeOffset(row.Get<DateTime>(10), TimeSpan.Zero);
        var lag = ahead is { } end && replayed is { } position ? Math.Max(0, end - position) : (long?)null;
        return new ReplicationStatus
        {
            Server = server,
            Time = time,
            Role = standby ? ServerRole.Standby : ServerRole.Primary,
            SystemIdentifier = row.Get<string>(1),
            Timeline = row.Get<int>(2),
            CurrentLsn = current,
            ReceivedLsn = received,
            ReplayedLsn = replayed,
            PrimaryLsn = ahead,
            LastReplayedCommit = committed,
            LagBytes = lag,
            Lag = lag switch { null => null, 0 => TimeSpan.Zero, _ => time - committed },
            ReplayPaused = row.Get<bool>(8),
            Receiver = row.Text(9),
            Standbys = await ReadStandbysAsync(session, standby ? received : current, cancellationToken).ConfigureAwait(false),
        };
    }

    private static async Task<IReadOnlyList<AttachedStandby>> ReadStandbysAsync(IPostgresSession session, LogSequenceNumber? end, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(StandbyQuery, cancellationToken).ConfigureAwait(false);
        return
        [
            .. rows.Select(row => new AttachedStandby
            {
                Name = row.Text(0) ?? "",
                Address = row.Text(1),
                State = row.Text(2),
                SyncState = row.Text(3),
                SentLsn = Position(row, 4),
                FlushedLsn = Position(row, 5),
                ReplayedLsn = Position(row, 6),
                LagBytes = end is { } last && Position(row, 6) is { } replayed ? Math.Max(0, last - replayed) : null,
                Lag = row.IsNull(7) ? null : TimeSpan.FromSeconds(row.Get<double>(7)),
            }),
        ];
    }

    private static LogSequenceNumber? Position(PostgresRow row, int column) =>
        LogSequenceNumber.TryParse(row.Text(column), out var position) ? position : null;
}

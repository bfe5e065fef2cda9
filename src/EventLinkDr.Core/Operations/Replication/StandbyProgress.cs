using System.Diagnostics;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Replication;

/// <summary>Waits for a standby, and for an old primary to fall silent.</summary>
/// <param name="standby">Session on the standby.</param>
/// <param name="timeout">How long all the waiting may take.</param>
/// <param name="observer">Is told how far it is.</param>
internal sealed class StandbyProgress(IPostgresSession standby, TimeSpan timeout, IOperationObserver observer)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>How long nothing may have been written: longer than a client takes to come back.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(500);

    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Waits until a position is replayed.</summary>
    /// <returns>Whether it was in time.</returns>
    /// <exception cref="DrException"><c>SwitchRefused</c>: replay was paused.</exception>
    public async Task<bool> ReachAsync(LogSequenceNumber position, CancellationToken cancellationToken)
    {
        long? first = null;
        while (true)
        {
            var rows = await standby.QueryAsync("SELECT coalesce(pg_last_wal_replay_lsn(), '0/0')::text, pg_is_in_recovery() AND pg_is_wal_replay_paused()", cancellationToken)
                .ConfigureAwait(false);
            var missing = position - LogSequenceNumber.Parse(rows[0].Get<string>(0));
            if (missing <= 0) return true;
            if (rows[0].Get<bool>(1))
                throw new DrException(ErrorTable.SwitchRefused, "replay on the standby is paused") { Remedy = "On the standby: SELECT pg_wal_replay_resume()." };
            first ??= missing;
            observer.Progress(new ProgressReport("Waiting for the standby", null, first.Value - Math.Min(missing, first.Value), first.Value));
            if (_clock.Elapsed > timeout) return false;
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until the standby has replayed everything that a fenced primary has written, and nothing was written meanwhile.</summary>
    /// <returns>End of the primary's log, and the number of its next transaction.</returns>
    /// <exception cref="DrException"><c>TimedOut</c>, <c>OldPrimaryWritable</c>, <c>SwitchRefused</c>.</exception>
    public async Task<(LogSequenceNumber End, string Next)> FollowToTheEndAsync(IPostgresSession primary, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (end, next) = await EndOfLogAsync(primary, cancellationToken).ConfigureAwait(false);
            if (!await ReachAsync(end, cancellationToken).ConfigureAwait(false)) throw Behind(end);
            await Task.Delay(Silence, cancellationToken).ConfigureAwait(false);
            // A transaction that writes takes a number: none was taken since, so there is nothing that the standby does not have.
            if (await NextTransactionAsync(primary, cancellationToken).ConfigureAwait(false) == next) return (end, next);
            if (_clock.Elapsed > timeout)
            {
                throw new DrException(ErrorTable.OldPrimaryWritable, "the old primary is fenced, and still something writes to it")
                {
                    Remedy = "Find the session (pg_stat_activity) and end what starts it.",
                };
            }
        }
    }

    /// <summary>End of a primary's log, all of it on disk, and the number of its next transaction.</summary>
    public static async Task<(LogSequenceNumber End, string Next)> EndOfLogAsync(IPostgresSession primary, CancellationToken cancellationToken)
    {
        // Commits with synchronous_commit = off are acknowledged before they are written: one that waits writes them all.
        await primary.ExecuteAsync("SET default_transaction_read_only = off; SET synchronous_commit = local", cancellationToken).ConfigureAwait(false);
        await primary.QueryAsync("SELECT pg_logical_emit_message(true, 'eventlinkdr', 'end of log')", cancellationToken).ConfigureAwait(false);
        var rows = await primary.QueryAsync("SELECT pg_current_wal_flush_lsn()::text", cancellationToken).ConfigureAwait(false);
        return (LogSequenceNumber.Parse(rows[0].Get<string>(0)), await NextTransactionAsync(primary, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Number that the next transaction that writes will take.</summary>
    public static async Task<string> NextTransactionAsync(IPostgresSession primary, CancellationToken cancellationToken) =>
        (await primary.QueryAsync("SELECT pg_snapshot_xmax(pg_current_snapshot())::text", cancellationToken).ConfigureAwait(false))[0].Get<string>(0);

    public DrException Behind(LogSequenceNumber position) => new(ErrorTable.TimedOut, $"the standby did not replay {position} in {Readable.Duration(timeout)}")
    {
        Remedy = "Find out what holds it back (Get-EventLinkReplication), or give it more time.",
    };
}

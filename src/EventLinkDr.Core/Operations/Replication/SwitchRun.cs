using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Journal;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Replication;

/// <summary>
/// The steps of a switch. Each can be done again: those before the promotion are, when a switch is gone on with, because what was true before an
/// interruption need not be true after it.
/// </summary>
internal sealed class SwitchRun(SwitchParties parties, SwitchPlan plan, RunJournal<SwitchRecord> journal, SwitchLocks locks, IOperationObserver observer)
{
    private SwitchOptions Options => plan.Options;

    private SwitchRecord Record => journal.Facts;

    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        if (!plan.Promoted)
        {
            await journal.StepAsync(SwitchStep.StopServices, () => StopServicesAsync(cancellationToken)).ConfigureAwait(false);
            await journal.StepAsync(SwitchStep.Fence, () => FenceAsync(cancellationToken)).ConfigureAwait(false);
            await journal.StepAsync(SwitchStep.CatchUp, () => CatchUpAsync(cancellationToken)).ConfigureAwait(false);
            var closing = new OldPrimaryClosing(parties, plan, journal, locks, observer);
            await journal.StepAsync(SwitchStep.Close, () => closing.RunAsync(CatchUpAsync, cancellationToken)).ConfigureAwait(false);
        }

        await journal.StepAsync(SwitchStep.Promote, () => PromoteAsync(cancellationToken)).ConfigureAwait(false);
        await journal.StepAsync(SwitchStep.Lift, () => LiftAsync(cancellationToken)).ConfigureAwait(false);
        await journal.StepAsync(SwitchStep.Prove, () => ProveAsync(cancellationToken)).ConfigureAwait(false);
        if (plan.Address is { } address)
        {
            await journal.StepAsync(SwitchStep.Redirect, async () =>
            {
                await parties.Redirect!.RedirectAsync(address.Host, address.Port, Record.Services, Options.HoldServices, observer, cancellationToken).ConfigureAwait(false);
                await journal.RememberAsync(record => record with { ServiceAddress = address.ToString() }).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }

        if (Record.Services.Count > 0 && !Options.HoldServices)
            await journal.StepAsync(SwitchStep.StartServices, () => parties.Services.StartAsync(Record.Services, cancellationToken)).ConfigureAwait(false);
    }

    private async Task StopServicesAsync(CancellationToken cancellationToken)
    {
        var running = await parties.Services.ListRunningAsync(cancellationToken).ConfigureAwait(false);
        if (running.Count == 0) return;
        await parties.Services.StopAsync(running, cancellationToken).ConfigureAwait(false);
        observer.Milestone($"stopped {string.Join(", ", running)}");
    }

    private async Task FenceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FenceBySqlAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DrException error) when (plan.Mode == SwitchMode.Failover && (Options.AcceptDataLoss || plan.Facts.Fence.Available))
        {
            // From outside it may still succeed; without that, the loss was accepted.
            observer.Warning($"the old primary could not be fenced by SQL: {error.Message}");
        }
    }

    private async Task FenceBySqlAsync(CancellationToken cancellationToken)
    {
        var session = await OpenPrimaryAsync(cancellationToken).ConfigureAwait(false);
        if (session is null) return;
        await using (session.ConfigureAwait(false))
        {
            var fenced = await PrimaryFence.ListAsync(session, cancellationToken).ConfigureAwait(false);
            // What an earlier attempt has proven need not be true any more.
            await journal.RememberAsync(record => record with { FenceProven = false, Fenced = [.. record.Fenced, .. fenced.Where(database => record.Fenced.All(known => known.Name != database.Name))] }).ConfigureAwait(false);
            var transaction = await PrimaryFence.RaiseAsync(session, fenced, cancellationToken).ConfigureAwait(false);
            var stopped = await PrimaryFence.EndSessionsAsync(session, locks.Sessions, cancellationToken).ConfigureAwait(false);
            using (observer.Phase("prove the fence"))
            {
                var probe = await parties.OpenAsync(parties.Primary, Options.ConnectTimeout, cancellationToken).ConfigureAwait(false);
                await using (probe.ConfigureAwait(false)) await PrimaryFence.ProveAsync(probe, cancellationToken).ConfigureAwait(false);
            }

            await journal.RememberAsync(record => record with { FenceProven = true, Stopped = record.Stopped ?? stopped, FenceTransaction = record.FenceTransaction ?? transaction }).ConfigureAwait(false);
            observer.Milestone($"{parties.Primary.Description} is read-only: a write was refused");
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var primary = await OpenPrimaryAsync(cancellationToken).ConfigureAwait(false);
        if (primary is null) return;
        await using (primary.ConfigureAwait(false))
        {
            var standby = await parties.OpenAsync(parties.Standby, Options.ConnectTimeout, cancellationToken).ConfigureAwait(false);
            await using (standby.ConfigureAwait(false))
            {
                var progress = new StandbyProgress(standby, Options.CatchUpTimeout, observer);
                var commit = await PrimaryFence.LastCommitAsync(primary, Record.FenceTransaction, cancellationToken).ConfigureAwait(false);
                LogSequenceNumber final;
                string next;
                if (plan.Mode == SwitchMode.Switchover)
                {
                    (final, next) = await progress.FollowToTheEndAsync(primary, cancellationToken).ConfigureAwait(false);
                    observer.Milestone($"{parties.Standby.Description} has replayed everything up to {final}");
                }
                else
                {
                    (final, next) = await StandbyProgress.EndOfLogAsync(primary, cancellationToken).ConfigureAwait(false);
                    await EnsureBearableAsync(standby, progress, final, cancellationToken).ConfigureAwait(false);
                }

                await journal.RememberAsync(record => record with { FinalLsn = final, NextTransaction = next, LastCommit = commit ?? record.LastCommit }).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A failover waits for a standby that still receives; what it cannot get is lost, within the limit that was given.</summary>
    private async Task EnsureBearableAsync(IPostgresSession standby, StandbyProgress progress, LogSequenceNumber final, CancellationToken cancellationToken)
    {
        var status = await ReplicationReader.ReadAsync(standby, parties.Standby.Description, cancellationToken).ConfigureAwait(false);
        if (status.Receiver is not null && await progress.ReachAsync(final, cancellationToken).ConfigureAwait(false)) return;
        status = await ReplicationReader.ReadAsync(standby, parties.Standby.Description, cancellationToken).ConfigureAwait(false);
        var lost = status.ReceivedLsn is { } received ? Math.Max(0, final - received) : final.Value > long.MaxValue ? long.MaxValue : (long)final.Value;
        if (lost > Options.MaximumLag && !Options.AcceptDataLoss)
        {
            throw new DrException(ErrorTable.SwitchRefused, "the failover would lose more than it may")
            {
                Expected = $"at most {Readable.Size(Options.MaximumLag)}", Found = Readable.Size(lost), Remedy = "Give a larger -MaximumLag, or -AcceptDataLoss.",
            };
        }

        observer.Warning($"{Readable.Size(lost)} of the old primary's log have not reached {parties.Standby.Description} and are lost");
    }

    private async Task PromoteAsync(CancellationToken cancellationToken)
    {
        var standby = await parties.OpenAsync(parties.Standby, Options.ConnectTimeout, cancellationToken).ConfigureAwait(false);
        await using (standby.ConfigureAwait(false))
        {
            if (plan.Mode == SwitchMode.Switchover && Record.FinalLsn is null)
                throw new DrException(ErrorTable.SwitchRefused, "where the old primary's log ends was not learnt") { Remedy = "If it is lost: Switch-EventLinkPrimary -Resume -Failover." };
            await Promotion.PromoteAsync(standby, Options.PromoteTimeout, cancellationToken).ConfigureAwait(false);
            var position = await Promotion.PositionAsync(standby, cancellationToken).ConfigureAwait(false);
            var status = await ReplicationReader.ReadAsync(standby, parties.Standby.Description, cancellationToken).ConfigureAwait(false);
            var rows = await standby.QueryAsync("SELECT pg_last_xact_replay_timestamp()", cancellationToken).ConfigureAwait(false);
            var committed = rows[0].IsNull(0) ? (DateTimeOffset?)null : new DateTimeOffset(rows[0].Get<DateTime>(0), TimeSpan.Zero);
            await journal.RememberAsync(record => record with
            {
                PromotedAt = record.PromotedAt ?? position, NewTimeline = status.Timeline, LastReplayedCommit = committed ?? record.LastReplayedCommit,
            }).ConfigureAwait(false);
            observer.Milestone(FormattableString.Invariant($"{parties.Standby.Description} is the primary on timeline {status.Timeline}, from {position} on"));
        }
    }

    private async Task LiftAsync(CancellationToken cancellationToken)
    {
        var session = await parties.OpenAsync(parties.Standby, Options.ConnectTimeout, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false)) await PrimaryFence.LiftAsync(session, Record.Fenced, locks.Sessions, cancellationToken).ConfigureAwait(false);
    }

    private async Task ProveAsync(CancellationToken cancellationToken)
    {
        if (Record.NewTimeline <= Record.Timeline)
            throw new DrException(ErrorTable.PromotionFailed, "the new primary is on the old timeline") { Expected = $"later than {Record.Timeline}", Found = $"{Record.NewTimeline}" };
        var session = await parties.OpenAsync(parties.Standby, Options.ConnectTimeout, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var ours = Record.Fenced.Any(database => database.Name == parties.Database);
            await Promotion.ProveWritableAsync(session, journal.Content.Run, ours, Options.PromoteTimeout, cancellationToken).ConfigureAwait(false);
        }

        observer.Milestone($"{parties.Standby.Description} took a write and gave it back");
        if (!Record.Closed) await LookBackAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the old primary was written to after its end was taken: then that is lost, and must be said.</summary>
    private async Task LookBackAsync(CancellationToken cancellationToken)
    {
        try
        {
            var primary = await OpenPrimaryAsync(cancellationToken).ConfigureAwait(false);
            if (primary is null) return;
            await using (primary.ConfigureAwait(false))
            {
                if (Record.NextTransaction is not { } next || await StandbyProgress.NextTransactionAsync(primary, cancellationToken).ConfigureAwait(false) == next) return;
                var commit = await PrimaryFence.LastCommitAsync(primary, Record.FenceTransaction, cancellationToken).ConfigureAwait(false);
                var (end, _) = await StandbyProgress.EndOfLogAsync(primary, cancellationToken).ConfigureAwait(false);
                await journal.RememberAsync(record => record with { FinalLsn = end, LastCommit = commit ?? record.LastCommit }).ConfigureAwait(false);
                observer.Warning($"{parties.Primary.Description} was written to in spite of its fence, up to {end}: what stands there after {Record.PromotedAt} is not on the new primary");
            }
        }
        catch (DrException error)
        {
            observer.Decision($"the old primary could not be looked at once more: {error.Message}");
        }
    }

    /// <summary>A session on the old primary; null when it cannot be reached where that is foreseen, or is a standby already.</summary>
    private async Task<IPostgresSession?> OpenPrimaryAsync(CancellationToken cancellationToken)
    {
        IPostgresSession session;
        try
        {
            session = await parties.OpenAsync(parties.Primary, Options.ConnectTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (DrException error) when (error.Kind == ErrorTable.ServerUnreachable && plan.Facts.Primary is null)
        {
            return null;
        }

        var isPrimary = false;
        try
        {
            isPrimary = !await Promotion.InRecoveryAsync(session, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!isPrimary) await session.DisposeAsync().ConfigureAwait(false);
        }

        return isPrimary ? session : null;
    }
}

using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Journal;

namespace EventLinkDr.Operations.Replication;

/// <summary>Makes sure from outside, where that can be done, that the old primary accepts no writes any more, and learns where its log ends.</summary>
internal sealed class OldPrimaryClosing(SwitchParties parties, SwitchPlan plan, RunJournal<SwitchRecord> journal, SwitchLocks locks, IOperationObserver observer)
{
    private SwitchOptions Options => plan.Options;

    private SwitchRecord Record => journal.Facts;

    /// <param name="catchUp">Looks for the end of the old primary's log once more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DrException"><c>OldPrimaryWritable</c>, <c>TimedOut</c>.</exception>
    public async Task RunAsync(Func<CancellationToken, Task> catchUp, CancellationToken cancellationToken)
    {
        var before = await parties.Fence.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        if (!before.Available)
        {
            // Nothing but the convention holds it, so the end is looked for once more, as late as can be.
            if (plan.Mode == SwitchMode.Switchover) await catchUp(cancellationToken).ConfigureAwait(false);
            if (!Record.FenceProven && plan.Facts.Primary is not { Role: ServerRole.Standby } && !Options.AcceptDataLoss) throw NotFenced("and is out of reach");
            observer.Warning(Record.FenceProven
                ? $"{parties.Primary.Description} is fenced by SQL only, which a session can lift for itself: stop the server before anybody does"
                : $"nothing proves that {parties.Primary.Description} accepts no writes");
            return;
        }

        if (before.Control is { } control && control.SystemIdentifier != Record.SystemIdentifier) throw NotFenced($"and {parties.Fence.Description} holds another server's data");
        if (!Record.Closes) await journal.RememberAsync(record => record with { Closes = true, RanBefore = before.Running }).ConfigureAwait(false);
        await locks.ReleasePrimaryAsync().ConfigureAwait(false);
        await parties.Fence.RaiseAsync(Options.StopTimeout, cancellationToken).ConfigureAwait(false);
        var after = await parties.Fence.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        if (!after.Fenced) throw NotFenced($"and {parties.Fence.Description} could not be stopped");
        observer.Milestone($"{parties.Fence.Description} is stopped, and would start as a standby");
        if (after.Control is { CleanlyStopped: true, Checkpoint: var end })
        {
            if (plan.Mode == SwitchMode.Switchover) await ReachShutdownAsync(end, cancellationToken).ConfigureAwait(false);
            await journal.RememberAsync(record => record with { FinalLsn = LogSequenceNumber.Max(record.FinalLsn, end) }).ConfigureAwait(false);
        }
        else if (plan.Mode == SwitchMode.Switchover)
        {
            if (!Options.AcceptDataLoss)
            {
                throw new DrException(ErrorTable.TimedOut, $"{parties.Fence.Description} did not stop in order, so nothing proves where its log ends")
                {
                    Expected = $"within {Readable.Duration(Options.StopTimeout)}", Remedy = "Give it more time (-StopTimeout), or give -AcceptDataLoss.",
                };
            }

            observer.Warning($"{parties.Fence.Description} did not stop in order; what it wrote before was replayed up to {Record.FinalLsn}");
        }

        await journal.RememberAsync(record => record with { Closed = true, FenceProven = true, Stopped = record.Stopped ?? DateTimeOffset.UtcNow }).ConfigureAwait(false);
    }

    /// <summary>The record of an orderly stop is the last one there is: replayed, nothing can be missing.</summary>
    private async Task ReachShutdownAsync(LogSequenceNumber checkpoint, CancellationToken cancellationToken)
    {
        var standby = await parties.OpenAsync(parties.Standby, Options.ConnectTimeout, cancellationToken).ConfigureAwait(false);
        await using (standby.ConfigureAwait(false))
        {
            var progress = new StandbyProgress(standby, Options.CatchUpTimeout, observer);
            if (!await progress.ReachAsync(new LogSequenceNumber(checkpoint.Value + 1), cancellationToken).ConfigureAwait(false)) throw progress.Behind(checkpoint);
        }
    }

    private DrException NotFenced(string why) =>
        new(ErrorTable.OldPrimaryWritable, $"{parties.Primary.Description} is not proven to accept no writes, {why}") { Subject = parties.Primary.Description };
}

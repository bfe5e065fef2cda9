using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Journal;

namespace EventLinkDr.Operations.Replication;

/// <summary>Makes a standby the primary: planned without loss, or after a failure with the loss stated.</summary>
/// <param name="parties">The servers and what stands round them.</param>
public sealed class SwitchOperation(SwitchParties parties)
{
    /// <summary>Looks at everything and says what would be done. Changes nothing.</summary>
    /// <exception cref="DrException">
    /// <c>SwitchRefused</c>, <c>OldPrimaryWritable</c>, <c>SwitchUnfinished</c>, <c>SwitchNotFound</c>, <c>ServerUnreachable</c>, <c>RestoreInProgress</c>.
    /// </exception>
    public async Task<SwitchPlan> PrepareAsync(SwitchOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return SwitchPlanner.Plan(options, await SwitchFactsReader.ReadAsync(parties, options, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>
    /// Carries the plan out. A failure before the promotion takes everything back; after it nothing is taken back by itself, and the error names the way on.
    /// </summary>
    /// <exception cref="DrException"><c>OldPrimaryWritable</c>, <c>PromotionFailed</c>, <c>TimedOut</c>, <c>ServiceUnhealthy</c>, <c>ServerUnreachable</c>, <c>RestoreInProgress</c>.</exception>
    public async Task<SwitchResult> RunAsync(SwitchPlan plan, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(observer);
        var clock = new PhaseClock(observer);
        var locks = await SwitchLocks.TakeAsync(parties, plan.Facts, cancellationToken).ConfigureAwait(false);
        await using (locks.ConfigureAwait(false))
        {
            var journal = await OpenJournalAsync(plan, clock, cancellationToken).ConfigureAwait(false);
            await using var _ = journal.ConfigureAwait(false);
            if (plan.Options.RollBack) await new SwitchRollback(parties, plan.Options, journal, clock).RunAsync(locks.Sessions, cancellationToken).ConfigureAwait(false);
            else await SwitchAsync(plan, journal, locks, clock, cancellationToken).ConfigureAwait(false);
            return SwitchResults.Of(journal.Content, !plan.Options.RollBack, plan.Options.Resume, clock.Durations);
        }
    }

    private async Task SwitchAsync(SwitchPlan plan, RunJournal<SwitchRecord> journal, SwitchLocks locks, PhaseClock observer, CancellationToken cancellationToken)
    {
        try
        {
            await new SwitchRun(parties, plan, journal, locks, observer).ExecuteAsync(cancellationToken).ConfigureAwait(false);
            await journal.EndAsync(nameof(SwitchOutcome.Switched)).ConfigureAwait(false);
        }
        catch (Exception error) when (error is DrException or OperationCanceledException)
        {
            if (journal.Content.HasBegun(SwitchStep.Promote)) throw Interrupted(error, plan.Options.HoldServices ? "Remove the cause." : "Finish it: Switch-EventLinkPrimary -Resume.");
            try
            {
                await new SwitchRollback(parties, plan.Options, journal, observer).RunAsync(locks.Sessions, CancellationToken.None).ConfigureAwait(false);
            }
            catch (DrException second)
            {
                observer.Warning($"the switch could not be taken back: {second.Message}");
                throw Interrupted(error, plan.Options.HoldServices ? "Remove the cause." : "Finish it with Switch-EventLinkPrimary -Resume, or take it back with -RollBack.");
            }

            throw;
        }
    }

    private async Task<RunJournal<SwitchRecord>> OpenJournalAsync(SwitchPlan plan, PhaseClock observer, CancellationToken cancellationToken)
    {
        var facts = plan.Facts;
        var unfinished = await RunJournal<SwitchRecord>.FindUnfinishedAsync(facts.Journal!, parties.Stores, observer, cancellationToken).ConfigureAwait(false);
        if (unfinished?.Content.Run != facts.Unfinished?.Run)
            throw new DrException(ErrorTable.SwitchUnfinished, $"the journal {facts.JournalPath} changed since the plan was made") { Subject = facts.JournalPath };
        if (unfinished is not null)
        {
            if (!plan.Options.RollBack) await unfinished.RememberAsync(record => record with { Mode = plan.Mode }).ConfigureAwait(false);
            return unfinished;
        }

        return await RunJournal<SwitchRecord>.BeginAsync(facts.Journal!, parties.Stores, "switch", plan.Subject, new SwitchRecord
        {
            Mode = plan.Mode,
            Database = facts.Database,
            Primary = facts.PrimaryName,
            Standby = facts.StandbyName,
            SystemIdentifier = facts.SystemIdentifier,
            Timeline = facts.Standby!.Timeline,
            Services = facts.Services,
        }, observer).ConfigureAwait(false);
    }

    private DrException Interrupted(Exception error, string remedy) => new DrException(error is DrException known ? known.Kind : ErrorTable.Cancelled,
        $"the switch to {parties.Standby.Description} was begun, and then: {error.Message.TrimEnd('.')}", error)
    {
        Remedy = remedy, Subject = parties.Standby.Description,
    };
}

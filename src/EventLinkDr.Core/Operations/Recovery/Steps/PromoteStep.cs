using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Replication;

namespace EventLinkDr.Operations.Recovery.Steps;

/// <summary>Makes the standby the primary. Interrupted, the journal of the switch says whether it is gone on with, begun again, or was made.</summary>
internal sealed class PromoteStep : IRecoveryStep
{
    public RecoveryStepName Name => RecoveryStepName.Promote;

    public async Task<StepOutcome> RunAsync(RecoveryContext context, CancellationToken cancellationToken)
    {
        var journal = await RecoverySwitch.FindAsync(context.Options, context.Plan.Facts.Journal, context.Record, context.Stores, cancellationToken).ConfigureAwait(false);
        SwitchResult result;
        if (RecoverySwitch.IsMade(journal)) result = SwitchResults.Of(journal!, switched: true, resumed: true, []);
        else
        {
            var operation = new SwitchOperation(context.Parties!);
            var options = RecoverySwitch.OptionsOf(context.Options, context.Plan.Facts.Journal, context.Record, journal, mayTurn: context.Plan.Facts.Switch?.Mode == SwitchMode.Failover);
            var plan = await operation.PrepareAsync(options, cancellationToken).ConfigureAwait(false);
            result = await operation.RunAsync(plan, context.Observer, cancellationToken).ConfigureAwait(false);
        }

        await context.Journal.RememberAsync(record => record with { Promoted = result }).ConfigureAwait(false);
        return StepOutcome.Done(FormattableString.Invariant($"{result.NewPrimary} is the primary on timeline {result.Timeline}; ") + Lost(result)
            + (result.OldPrimaryFenced ? "" : "; nothing proves that the old primary accepts no writes"));
    }

    private static string Lost(SwitchResult result) => result.LostBytes switch
    {
        0 => "nothing was lost",
        { } bytes => $"{Readable.Size(bytes)} of the old log are lost{(result.MeasuredDataLoss is { } time ? $", {Readable.Duration(time)}" : "")}",
        null => "what is lost is not known" + (result.LastReplayedCommit is { } last ? FormattableString.Invariant($": the last transaction it has is of {last.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC") : ""),
    };
}

using EventLinkDr.Catalog;
using EventLinkDr.Cli.Input;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Drill;
using EventLinkDr.Operations.Recovery;
using EventLinkDr.Storage;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr drill</c> with a deployment named: the runbook on a copy of it.</summary>
internal static class DeploymentDrillCommand
{
    public static async Task<ExitCode> RunAsync(CommandRun run, DeploymentDrillOptionSet options, int? jobs)
    {
        var target = await run.ResolveAsync(options.Targets, withoutDatabase: true).ConfigureAwait(false);
        var place = BackupPlace.ForReading(options.Backup(run.Parsed), run.Adapters.Stores);
        await using var _ = place.ConfigureAwait(false);
        var set = await BackupChoice.NewestCompleteAsync(place, run.CancellationToken).ConfigureAwait(false);
        using var decryption = await run.Keys.FindDecryptionAsync(options.Keys.Read(run.Parsed), set, run.CancellationToken).ConfigureAwait(false);
        var operation = new DeploymentDrillOperation(run.Adapters, place.Store) { Decryption = decryption };
        var plan = await operation.PrepareAsync(set, target, options.Read(run.Parsed, jobs), run.CancellationToken).ConfigureAwait(false);
        if (!await run.ApproveAsync(plan, ask: false).ConfigureAwait(false)) return ExitCode.Success;
        var result = await operation.RunAsync(plan, run.Observer, run.CancellationToken).ConfigureAwait(false);
        run.Show(result, () => RecoveryText.Of(result));
        return result.Passed && result.RpoOutcome != ObjectiveOutcome.Missed && result.RtoOutcome != ObjectiveOutcome.Missed ? ExitCode.Success : ExitCode.NotProven;
    }
}

using System.CommandLine;
using EventLinkDr.Catalog;
using EventLinkDr.Cli.Input;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Recovery;
using EventLinkDr.Storage;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr recover</c>: the runbook.</summary>
internal static class RecoverCommand
{
    public static Command Create(Terminal terminal)
    {
        var backup = new Argument<string?>("backup")
        {
            Description = "The file, or a directory or s3://bucket/prefix or az://account/container/prefix for the newest in it; the unfinished recovery's own with --resume.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var options = new RecoverOptions();
        var command = new Command("recover", "The runbook: close registrations, save, restore, migrate, check, open registrations, prove it as a student.") { backup };
        options.AddTo(command);
        var probe = new ProbeOptions(command);
        var keys = new DecryptionOptions(command);
        var targets = new TargetOptions(command);
        var notify = new NotifyOptions(command);
        CommandRun.Set(command, terminal, async run =>
        {
            var deployment = await run.ConnectAsync(targets, startDatabase: true).ConfigureAwait(false);
            await using (deployment.ConfigureAwait(false))
            {
                var asked = options.Read(run.Parsed, probe);
                var path = run.Parsed.GetValue(backup) ?? (asked.Resume ? RecoveryJournal.FindUnfinished(deployment.Target, asked.JournalPath) : null) ?? PathOptions.Default;
                var place = BackupPlace.ForReading(path, run.Adapters.Stores);
                var final = BackupPlace.Below(path, RecoveryOperation.FinalDirectory, run.Adapters.Stores);
                await using (place.ConfigureAwait(false))
                await using (final.ConfigureAwait(false))
                {
                    var set = await FindAsync(place, run.CancellationToken).ConfigureAwait(false);
                    using var decryption = await run.Keys.FindDecryptionAsync(keys.Read(run.Parsed), set, run.CancellationToken).ConfigureAwait(false);
                    using var encryption = await run.Keys.FindEncryptionLikeAsync(decryption, run.CancellationToken).ConfigureAwait(false);
                    var operation = new RecoveryOperation(deployment, place.Store)
                    {
                        FinalStore = final.Store,
                        Decryption = decryption,
                        Encryption = encryption,
                        MayCreateContainer = !run.IsWhatIf,
                        Approve = options.Pauses(run.Parsed) ? (step, token) => run.AskAsync($"{step.Name}: {step.Description}", token) : null,
                    };
                    var plan = await operation.PrepareAsync(set, asked, run.Observer, run.CancellationToken).ConfigureAwait(false);
                    if (!await run.ApproveAsync(plan, ask: true).ConfigureAwait(false)) return ExitCode.Success;
                    try
                    {
                        var result = await operation.RunAsync(plan, run.Observer, run.CancellationToken).ConfigureAwait(false);
                        run.Show(result, () => RecoveryText.Of(result));
                        return result.RtoOutcome == ObjectiveOutcome.Missed || result.RpoOutcome == ObjectiveOutcome.Missed ? ExitCode.NotProven : ExitCode.Success;
                    }
                    catch (DrException error) when (error.Subject is RecoveryResult soFar)
                    {
                        run.Tell(RecoveryText.StepsOf(soFar));
                        throw;
                    }
                }
            }
        }, notify);
        return command;
    }

    private static async Task<BackupSet> FindAsync(BackupPlace place, CancellationToken cancellationToken)
    {
        var catalog = new BackupCatalog(place.Store);
        if (place.Name is { } name) return await catalog.GetAsync(name, cancellationToken).ConfigureAwait(false);
        var latest = await catalog.ListAsync(new BackupFilter { Latest = true }, cancellationToken).ConfigureAwait(false);
        return latest.Count > 0 ? latest[0]
            : throw new DrException(ErrorTable.BackupNotFound, $"there is no backup in {place.Store.Location} that can be restored") { Subject = place.Store.Location };
    }
}

using System.CommandLine;
using EventLinkDr.Catalog;
using EventLinkDr.Cli.Input;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Recovery;
using EventLinkDr.Operations.Replication;
using EventLinkDr.Storage;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr recover</c>: the runbook.</summary>
internal sealed class RecoverCommand
{
    private readonly Argument<string?> _backup = new("backup")
    {
        Description = "The file, or a directory or s3://bucket/prefix or az://account/container/prefix for the newest in it; the unfinished recovery's own with --resume.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly RecoverOptions _options = new();
    private readonly ProbeOptions _probe;
    private readonly DecryptionOptions _keys;
    private readonly TargetOptions _targets;

    private RecoverCommand(Command command)
    {
        command.Arguments.Add(_backup);
        _options.AddTo(command);
        _probe = new ProbeOptions(command);
        _keys = new DecryptionOptions(command);
        _targets = new TargetOptions(command);
    }

    public static Command Create(Terminal terminal)
    {
        var command = new Command("recover", "The runbook: close registrations, save, restore or promote, migrate, check, open registrations, prove it as a student.");
        var own = new RecoverCommand(command);
        var notify = new NotifyOptions(command);
        CommandRun.Set(command, terminal, own.RunAsync, notify);
        return command;
    }

    private async Task<ExitCode> RunAsync(CommandRun run)
    {
        var options = _options.Read(run.Parsed, _probe);
        var path = run.Parsed.GetValue(_backup);
        if (_options.Pauses(run.Parsed)) run.RequireAnswers();
        if (path is not null && options.Standby is not null) throw new DrException(ErrorTable.OptionsInvalid, "a backup and --standby exclude each other");
        if (options.Standby is not null || (options.Resume && path is null))
        {
            // The database of a lost primary may have no container any more.
            var target = await run.ResolveAsync(_targets, withoutDatabase: true).ConfigureAwait(false);
            var unfinished = options.Standby is null ? await RecoveryJournal.FindUnfinishedAsync(target, options.JournalPath, run.Adapters.Stores, run.CancellationToken).ConfigureAwait(false) : null;
            if (unfinished is { Promotes: true }) options = options with { Standby = unfinished.RequireStandby() };
            if (options.Standby is not null) return await PromoteAsync(run, target, options).ConfigureAwait(false);
            path = unfinished?.Backup;
        }

        return await RestoreAsync(run, path ?? PathOptions.Default, options).ConfigureAwait(false);
    }

    private async Task<ExitCode> RestoreAsync(CommandRun run, string path, RecoveryOptions options)
    {
        var deployment = await run.ConnectAsync(_targets, startDatabase: true).ConfigureAwait(false);
        var place = BackupPlace.ForReading(path, run.Adapters.Stores);
        var final = BackupPlace.Below(path, RecoveryOperation.FinalDirectory, run.Adapters.Stores);
        await using (deployment.ConfigureAwait(false))
        await using (place.ConfigureAwait(false))
        await using (final.ConfigureAwait(false))
        {
            var set = await BackupChoice.NewestAsync(place, run.CancellationToken).ConfigureAwait(false);
            using var decryption = await run.Keys.FindDecryptionAsync(_keys.Read(run.Parsed), set, run.CancellationToken).ConfigureAwait(false);
            using var encryption = await run.Keys.FindEncryptionLikeAsync(decryption, run.CancellationToken).ConfigureAwait(false);
            var operation = new RecoveryOperation(deployment, place.Store)
            {
                Stores = run.Adapters.Stores, FinalStore = final.Store, Decryption = decryption, Encryption = encryption, MayCreateContainer = !run.IsWhatIf, Approve = Approve(run),
            };
            return await RunAsync(run, operation, await operation.PrepareAsync(set, options, run.Observer, run.CancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    private async Task<ExitCode> PromoteAsync(CommandRun run, EventLinkTarget primary, RecoveryOptions options)
    {
        var standby = await new StandbyResolver(new LocalHost(), run.Adapters).ResolveAsync(options.Standby!, primary, run.Observer, run.CancellationToken).ConfigureAwait(false);
        var connection = await SwitchConnection.OpenAsync(run.Adapters, primary, standby, run.Observer, run.CancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var operation = new RecoveryOperation(connection.Parties) { MayCreateContainer = !run.IsWhatIf, Approve = Approve(run) };
            return await RunAsync(run, operation, await operation.PreparePromotionAsync(options, run.CancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    private static async Task<ExitCode> RunAsync(CommandRun run, RecoveryOperation operation, RecoveryPlan plan)
    {
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

    private Func<RecoveryPlanStep, CancellationToken, Task<bool>>? Approve(CommandRun run) =>
        _options.Pauses(run.Parsed) ? (step, token) => run.AskAsync($"{step.Name}: {step.Description}", token) : null;
}

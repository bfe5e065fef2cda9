using System.CommandLine;
using System.Globalization;
using EventLinkDr.Catalog;
using EventLinkDr.Cli.Input;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Operations.Schema;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr restore</c>.</summary>
internal static class RestoreCommand
{
    public static Command Create(Terminal terminal)
    {
        var mode = new Option<RestoreMode?>("--mode", "-m") { Description = "Swap (the default), InPlace or NewDatabase." };
        var newName = new Option<string?>("--new-name") { Description = "Restore into a new database of this name.", HelpName = "name" };
        var table = new Option<string[]>("--table", "-t") { Description = "Only these tables (schema.name), into a new database.", HelpName = "table" };
        var jobs = JobsOption.Create("Sessions that load and prove; the number of cores, at most 8.");
        var skipRole = new Option<bool>("--skip-missing-role") { Description = "Leave owners and grants out whose roles the server lacks." };
        var skipRevision = new Option<bool>("--skip-revision-check") { Description = "Restore also a schema revision that the running code does not know." };
        var skipSafety = new Option<bool>("--skip-safety-backup") { Description = "Take no backup before a restore in place." };
        var command = new Command("restore", "Put a backup back. What is there is replaced only by what was proven, and kept.") { mode, newName, table, jobs, skipRole, skipRevision, skipSafety };
        command.Validators.Add(result =>
        {
            if (result.GetValue(skipSafety) && result.GetValue(mode) != RestoreMode.InPlace)
                result.AddError("--skip-safety-backup goes with --mode InPlace: every other restore leaves the old database as it is.");
        });
        var backup = new BackupArgument(command, isOptional: false);
        var keys = new DecryptionOptions(command);
        var targets = new TargetOptions(command);
        CommandRun.Set(command, terminal, async run =>
        {
            var (store, name) = await backup.ReadAsync(run.Parsed, run.Adapters.Stores, run.CancellationToken).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                var set = await new BackupCatalog(store).GetAsync(name, run.CancellationToken).ConfigureAwait(false);
                using var decryption = await run.Keys.FindDecryptionAsync(keys.Read(run.Parsed), set, run.CancellationToken).ConfigureAwait(false);
                using var encryption = await run.Keys.FindEncryptionLikeAsync(decryption, run.CancellationToken).ConfigureAwait(false);
                var deployment = await run.ConnectAsync(targets, startDatabase: true).ConfigureAwait(false);
                await using (deployment.ConfigureAwait(false))
                {
                    var operation = new RestoreOperation(deployment, store)
                    {
                        Decryption = decryption,
                        SafetyBackup = SafetyBackup.Into(deployment, store, encryption),
                        KnowsRevision = run.Parsed.GetValue(skipRevision) ? null : new SchemaOperation(deployment) { MayCreateContainer = !run.IsWhatIf }.KnowsAsync,
                    };
                    var plan = await operation.PrepareAsync(set, new RestoreOptions
                    {
                        Mode = run.Parsed.GetValue(mode),
                        NewName = run.Parsed.GetValue(newName),
                        Tables = run.Parsed.GetValue(table) ?? [],
                        Jobs = run.Parsed.GetValue(jobs),
                        SkipMissingRole = run.Parsed.GetValue(skipRole),
                        SkipSafetyBackup = run.Parsed.GetValue(skipSafety),
                    }, run.Observer, run.CancellationToken).ConfigureAwait(false);
                    if (!await run.ApproveAsync(plan, ask: plan.Mode != RestoreMode.NewDatabase).ConfigureAwait(false)) return ExitCode.Success;
                    var result = await operation.RunAsync(plan, run.Observer, run.CancellationToken).ConfigureAwait(false);
                    run.Show(result, () => Describe(result));
                    return ExitCode.Success;
                }
            }
        });
        return command;
    }

    private static string Describe(RestoreResult result) => TextTable.OfPairs(
        ("database", result.Database),
        ("mode", result.Mode.ToString()),
        ("proof", result.Outcome.ToString()),
        ("rows", result.Rows.ToString("N0", CultureInfo.InvariantCulture)),
        ("kept", result.PreviousDatabase is { } previous ? $"{previous} (eventlinkdr undo goes back to it)" : null),
        ("saved before", result.SafetyBackup),
        ("services", result.Services.Count == 0 ? null : string.Join(", ", result.Services)),
        ("left out", result.Omitted.Count == 0 ? null : string.Join("; ", result.Omitted)),
        ("recovery time", Readable.Duration(result.MeasuredRecoveryTime)),
        ("data loss", result.MeasuredDataLoss is { } loss ? Readable.Duration(loss) : null));
}

using System.CommandLine;
using System.Globalization;
using EventLinkDr.Cli.Input;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Storage;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr backup</c>.</summary>
internal static class BackupCommand
{
    public static Command Create(Terminal terminal)
    {
        var path = new Option<string>("--path") { Description = "Where to write to: a directory, a file, s3://bucket/prefix, az://account/container/prefix. A directory that does not exist ends with a separator.", HelpName = "path", DefaultValueFactory = _ => PathOptions.Default };
        var jobs = JobsOption.Create("Sessions that read tables; the number of cores, at most 8.");
        var compression = new Option<BackupCompression>("--compression") { Description = "How hard to compress: None, Fast, Default or Small." };
        var noOwner = new Option<bool>("--no-owner") { Description = "Leave owners out, as the old script did." };
        var noPrivilege = new Option<bool>("--no-privilege") { Description = "Leave privileges out, as the old script did." };
        var exclude = new Option<string[]>("--exclude-table-data") { Description = "Leave out the rows of these tables (schema.name, * and ? allowed).", HelpName = "table" };
        var force = new Option<bool>("--force") { Description = "Replace an existing file of that name." };
        var command = new Command("backup", "Make a backup.") { path, jobs, compression, noOwner, noPrivilege, exclude, force };
        var encryptions = new EncryptionOptions(command, allowsPassphrase: true);
        var locks = new LockOptions(command);
        var targets = new TargetOptions(command);
        var notify = new NotifyOptions(command);
        CommandRun.Set(command, terminal, async run =>
        {
            var deployment = await run.ConnectAsync(targets).ConfigureAwait(false);
            await using (deployment.ConfigureAwait(false))
            {
                if (!run.IsWhatIf) await new LeftoverCleanup(deployment).RunAsync(run.Observer, run.CancellationToken).ConfigureAwait(false);
                var place = BackupPlace.ForWriting(run.Parsed.GetValue(path)!, run.Adapters.Stores);
                await using var _ = place.ConfigureAwait(false);
                using var encryption = await run.Keys.FindEncryptionAsync(encryptions.Read(run.Parsed), run.CancellationToken).ConfigureAwait(false);
                var operation = new BackupOperation(deployment, place.Store);
                var plan = await operation.PrepareAsync(new BackupOptions
                {
                    Jobs = run.Parsed.GetValue(jobs),
                    Compression = run.Parsed.GetValue(compression),
                    NoOwner = run.Parsed.GetValue(noOwner),
                    NoPrivilege = run.Parsed.GetValue(noPrivilege),
                    ExcludeTableData = run.Parsed.GetValue(exclude) ?? [],
                    FileName = place.Name,
                    Force = run.Parsed.GetValue(force),
                    Encryption = encryption,
                    RetainUntil = locks.Until(run.Parsed),
                    RetainFor = locks.For(run.Parsed),
                }, run.CancellationToken).ConfigureAwait(false);
                if (!await run.ApproveAsync(plan, ask: false).ConfigureAwait(false)) return ExitCode.Success;
                var result = await operation.RunAsync(plan, run.Observer, run.CancellationToken).ConfigureAwait(false);
                run.Show(result, () => Describe(result));
                return ExitCode.Success;
            }
        }, notify);
        return command;
    }

    private static string Describe(BackupResult result) => TextTable.OfPairs(
        ("backup", result.Backup.Path),
        ("snapshot", result.Backup.Time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
        ("revision", result.Backup.Revision),
        ("rows", result.Rows.ToString("N0", CultureInfo.InvariantCulture)),
        ("size", $"{Readable.Size(result.Backup.Size)} ({Readable.Size(result.RawSize)} as plain SQL)"),
        ("took", Readable.Duration(result.Duration)));
}

using System.CommandLine;
using System.Globalization;
using EventLinkDr.Cli.Input;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Copy;
using EventLinkDr.Storage;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr copy</c>: complete backups from one place to another.</summary>
internal static class CopyCommand
{
    public static Command Create(Terminal terminal)
    {
        var from = new Argument<string>("source") { Description = "Where they are: a directory, s3://bucket/prefix, az://account/container/prefix, or one backup." };
        var to = new Argument<string>("destination") { Description = "Where they go: a directory, s3://bucket/prefix, az://account/container/prefix." };
        var newest = new Option<bool>("--newest") { Description = "Only the newest." };
        var name = new Option<string[]>("--name") { Description = "Only names that fit one of these (* and ? allowed).", HelpName = "pattern" };
        var command = new Command("copy", "Copy complete backups to another place; what is complete there is skipped, what arrived is read back.") { from, to, newest, name };
        var encryptions = new EncryptionOptions(command, allowsPassphrase: false);
        var keys = new DecryptionOptions(command);
        command.Needs(keys.All, encryptions.RecipientOptions);
        var locks = new LockOptions(command);
        var notify = new NotifyOptions(command);
        CommandRun.Set(command, terminal, async run =>
        {
            var source = BackupPlace.ForReading(run.Parsed.GetRequiredValue(from), run.Adapters.Stores);
            await using var _ = source.ConfigureAwait(false);
            var destination = BackupPlace.ForCopies(run.Parsed.GetRequiredValue(to), run.Adapters.Stores);
            await using var __ = destination.ConfigureAwait(false);
            var request = encryptions.Read(run.Parsed);
            // A copy is byte for byte unless that is asked for here: the environment speaks of new backups.
            using var encryption = request.IsEmpty ? null : await run.Keys.FindEncryptionAsync(request, run.CancellationToken).ConfigureAwait(false);
            using var decryption = encryption is null ? null : await run.Keys.FindDecryptionAsync(keys.Read(run.Parsed), run.CancellationToken).ConfigureAwait(false);
            var operation = new CopyOperation(source.Store, destination.Store) { Decryption = decryption };
            var plan = await operation.PrepareAsync(new CopyOptions
            {
                Names = source.Name is { } file ? [file] : run.Parsed.GetValue(name) ?? [],
                Newest = run.Parsed.GetValue(newest),
                Encryption = encryption,
                RetainUntil = locks.Until(run.Parsed),
                RetainFor = locks.For(run.Parsed),
            }, run.CancellationToken).ConfigureAwait(false);
            if (!await run.ApproveAsync(plan, ask: false).ConfigureAwait(false)) return ExitCode.Success;
            var results = await operation.RunAsync(plan, run.Observer, run.CancellationToken).ConfigureAwait(false);
            run.Show(results, () => results.Count == 0 ? $"no complete backups in {source.Store.Location}" : TextTable.Of([["NAME", "OUTCOME", "SIZE", "TOOK"], .. results.Select(Row)]));
            var errors = results.Select(result => result.Error).OfType<DrException>().ToList();
            foreach (var error in errors) run.Tell(error);
            return errors.Count > 0 ? errors[0].Kind.ExitCode : ExitCode.Success;
        }, notify);
        return command;
    }

    private static string[] Row(CopyResult result) =>
    [
        result.Backup?.Name ?? result.Source.Name,
        result.Error is { } error ? $"failed ({error.Id})" : result.Action == CopyAction.Skip ? "is there already" : "copied",
        result.Bytes == 0 ? "" : Readable.Size(result.Bytes),
        result.Duration == TimeSpan.Zero ? "" : string.Create(CultureInfo.InvariantCulture, $"{Readable.Duration(result.Duration)}"),
    ];
}

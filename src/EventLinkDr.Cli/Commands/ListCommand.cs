using System.CommandLine;
using System.Globalization;
using EventLinkDr.Catalog;
using EventLinkDr.Cli.Input;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Storage;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr list</c>: the backups of a place.</summary>
internal static class ListCommand
{
    public static Command Create(Terminal terminal)
    {
        var path = new Option<string>("--path") { Description = "Place of the backups: a directory, s3://bucket/prefix, az://account/container/prefix.", HelpName = "path", DefaultValueFactory = _ => PathOptions.Default };
        var latest = new Option<bool>("--latest") { Description = "Only the newest that can be restored." };
        var last = new Option<int?>("--last") { Description = "Only the newest so many.", HelpName = "n", CustomParser = PositiveNumber.Parse };
        var before = new Option<DateTimeOffset?>("--before") { Description = "Only those taken before this instant.", HelpName = "time", CustomParser = ZonedTime.Parse };
        var after = new Option<DateTimeOffset?>("--after") { Description = "Only those taken after this instant.", HelpName = "time", CustomParser = ZonedTime.Parse };
        var name = new Option<string[]>("--name") { Description = "Only names that fit one of these (* and ? allowed).", HelpName = "pattern" };
        var command = new Command("list", "List backups, newest first.") { path, latest, last, before, after, name };
        command.OnlyOneOf(latest, last);
        var keys = new DecryptionOptions(command);
        CommandRun.Set(command, terminal, async run =>
        {
            var place = BackupPlace.ForReading(run.Parsed.GetValue(path)!, run.Adapters.Stores);
            await using var _ = place.ConfigureAwait(false);
            var filter = new BackupFilter
            {
                Latest = run.Parsed.GetValue(latest),
                Last = run.Parsed.GetValue(last),
                Before = run.Parsed.GetValue(before),
                After = run.Parsed.GetValue(after),
                Name = place.Name is { } file ? [file] : run.Parsed.GetValue(name) ?? [],
            };
            // Only keys that are named: a list must not fail for one that is not at hand.
            using var decryption = keys.AreGiven(run.Parsed) ? await run.Keys.FindDecryptionAsync(keys.Read(run.Parsed), run.CancellationToken).ConfigureAwait(false) : null;
            var sets = await new BackupCatalog(place.Store, decryption).ListAsync(filter, run.CancellationToken).ConfigureAwait(false);
            run.Show(sets, () => sets.Count == 0 ? $"no backups in {place.Store.Location}" : TextTable.Of(
                [["NAME", "TAKEN", "SIZE", "STATE", "DATABASE", "REVISION", "PROOF"], .. sets.Select(Row)]));
            return ExitCode.Success;
        });
        return command;
    }

    private static string[] Row(BackupSet set) =>
    [
        set.Name, set.Time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture), Readable.Size(set.Size), set.State.ToString(), set.Database ?? "", set.Revision ?? "",
        set.Proof is { } proof ? $"{proof.Level} {(proof.Passed ? "passed" : $"failed ({proof.ErrorId})")}" : "",
    ];
}

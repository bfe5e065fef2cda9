using System.CommandLine;
using System.Globalization;
using EventLinkDr.Cli.Input;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Retention;
using EventLinkDr.Storage;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr remove</c>: backups by name, or those that no rule keeps.</summary>
internal static class RemoveCommand
{
    public static Command Create(Terminal terminal)
    {
        var path = new Option<string>("--path") { Description = "Place of the backups: a directory, s3://bucket/prefix, az://account/container/prefix.", HelpName = "path", DefaultValueFactory = _ => PathOptions.Default };
        var names = new Argument<string[]>("name") { Description = "Names of backups in that place (* and ? allowed). With rules: only these are looked at.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("remove", "Remove backups: those that are named, or those that no rule keeps. The last complete one stays.") { names, path };
        var retention = new RetentionOptions(command);
        var notify = new NotifyOptions(command);
        CommandRun.Set(command, terminal, async run =>
        {
            var options = retention.Read(run.Parsed, run.Parsed.GetValue(names) ?? []);
            var place = BackupPlace.ForReading(run.Parsed.GetValue(path)!, run.Adapters.Stores);
            await using var _ = place.ConfigureAwait(false);
            var operation = new RemovalOperation(place.Store);
            var plan = await operation.PrepareAsync(place.Name is { } name ? options with { Names = [name, .. options.Names] } : options, run.CancellationToken).ConfigureAwait(false);
            if (!await run.ApproveAsync(plan, ask: plan.Expired.Count > 0).ConfigureAwait(false)) return ExitCode.Success;
            var result = await operation.RunAsync(plan, run.Observer, run.CancellationToken).ConfigureAwait(false);
            run.Show(result, () => Describe(result));
            foreach (var error in result.Errors) run.Tell(error);
            return result.Errors.Count > 0 ? result.Errors[0].Kind.ExitCode : ExitCode.Success;
        }, notify);
        return command;
    }

    private static string Describe(RemovalResult result) => TextTable.OfPairs(
        ("place", result.Location),
        ("removed", result.Removed.Count.ToString("N0", CultureInfo.InvariantCulture)),
        ("freed", Readable.Size(result.Freed)),
        ("kept", result.Kept.ToString("N0", CultureInfo.InvariantCulture)),
        ("stay", result.Refused.Count == 0 ? null : string.Join("; ", result.Refused)),
        ("took", Readable.Duration(result.Duration)));
}

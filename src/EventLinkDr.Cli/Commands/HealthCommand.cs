using System.CommandLine;
using EventLinkDr.Catalog;
using EventLinkDr.Cli.Input;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Health;
using EventLinkDr.Storage;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr health</c>: looks at a deployment from the database up to what a student sees.</summary>
internal static class HealthCommand
{
    public static Command Create(Terminal terminal)
    {
        var backup = new Option<string?>("--backup") { Description = "A backup whose tables and rows must be there: its file, or a place for the newest in it.", HelpName = "path" };
        var registration = new Option<bool>("--test-registration") { Description = "Register the student for an event with free seats, and take it back." };
        var fence = new Option<bool>("--expect-write-fence") { Description = "A write fence is up: the database must refuse writes." };
        var timeout = Duration.Option("--timeout", "How long one request or connection may take; 10s.");
        var retries = new Option<int?>("--retry-count") { Description = "How often a failed request is repeated; 2.", HelpName = "n" };
        var wait = Duration.Option("--wait", "Look again and again until everything passes, this long at most.");
        var command = new Command("health", "Look at a deployment from the database up to what a student sees; exit code 7 when a check fails.") { backup, registration, fence, timeout, retries, wait };
        var probe = new ProbeOptions(command);
        command.OnlyOneOf(registration, fence);
        command.Needs([registration], probe.UserOption);
        var targets = new TargetOptions(command);
        CommandRun.Set(command, terminal, async run =>
        {
            var usual = new HealthOptions();
            var options = new HealthOptions
            {
                Api = probe.Api(run.Parsed),
                ProbeEmail = probe.User(run.Parsed),
                ProbePassword = probe.Password(run.Parsed),
                Backup = run.Parsed.GetValue(backup) is { } path ? await ManifestAsync(run, path).ConfigureAwait(false) : null,
                TestRegistration = run.Parsed.GetValue(registration),
                ExpectWriteFence = run.Parsed.GetValue(fence),
                Timeout = run.Parsed.GetValue(timeout) ?? usual.Timeout,
                Retries = run.Parsed.GetValue(retries) ?? usual.Retries,
                Wait = run.Parsed.GetValue(wait),
            };
            var deployment = await run.ConnectWithoutDatabaseAsync(targets).ConfigureAwait(false);
            await using (deployment.ConfigureAwait(false))
            {
                var report = await new HealthOperation(deployment).RunAsync(options, run.Observer, run.CancellationToken).ConfigureAwait(false);
                run.Show(report, () => Describe(report));
                if (HealthOptions.ErrorOf(report) is not { } error) return ExitCode.Success;
                run.Tell(error);
                return error.Kind.ExitCode;
            }
        });
        return command;
    }

    private static async Task<BackupManifest> ManifestAsync(CommandRun run, string path)
    {
        var place = BackupPlace.ForReading(path, run.Adapters.Stores);
        await using var _ = place.ConfigureAwait(false);
        var catalog = new BackupCatalog(place.Store);
        if (place.Name is { } name) return HealthOptions.ManifestOf(await catalog.GetAsync(name, run.CancellationToken).ConfigureAwait(false));
        var latest = await catalog.ListAsync(new BackupFilter { Latest = true }, run.CancellationToken).ConfigureAwait(false);
        return latest.Count > 0 ? HealthOptions.ManifestOf(latest[0])
            : throw new DrException(ErrorTable.BackupNotFound, $"there is no backup in {place.Store.Location} that can be restored") { Subject = place.Store.Location };
    }

    private static string Describe(HealthReport report) => TextTable.Of(
    [
        ["STATUS", "CHECK", "TOOK", "DETAIL"],
        .. report.Checks.Select(check => new[] { check.Status.ToString(), check.Name, Readable.Duration(check.Duration), CommandLineWords.Of(check.Detail) }),
    ]);
}

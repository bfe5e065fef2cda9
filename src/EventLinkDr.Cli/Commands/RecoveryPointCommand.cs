using System.CommandLine;
using System.Globalization;
using EventLinkDr.Catalog;
using EventLinkDr.Cli.Input;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.RecoveryPoints;
using EventLinkDr.Storage;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr recovery-point</c>: whether the backups there are hold the objectives now.</summary>
internal static class RecoveryPointCommand
{
    public static Command Create(Terminal terminal)
    {
        var path = new Option<string[]>("--path") { Description = "Places of the backups; give it once for each.", HelpName = "path", DefaultValueFactory = _ => [PathOptions.Default] };
        var rpo = Duration.Option("--rpo", "How much time may pass without a backup; 24h.");
        var proof = Duration.Option("--proof-objective", "How old the newest proof may be.");
        var level = new Option<VerificationLevel>("--proof-level") { Description = "The level a proof must have to count: Checksum, Content or Restore." };
        var offHost = Duration.Option("--off-host-objective", "How old the newest backup off this host may be.");
        var offHostPath = new Option<string[]>("--off-host-path") { Description = "Directories that lie on other hosts; stores are always off the host.", HelpName = "directory" };
        var command = new Command("recovery-point", "Say whether the backups there are hold the objectives now; exit code 7 when they do not.") { path, rpo, proof, level, offHost, offHostPath };
        var notify = new NotifyOptions(command);
        CommandRun.Set(command, terminal, async run =>
        {
            var backups = new List<BackupSet>();
            foreach (var text in run.Parsed.GetValue(path)!)
            {
                var place = BackupPlace.ForReading(text, run.Adapters.Stores);
                await using var _ = place.ConfigureAwait(false);
                backups.AddRange(await new BackupCatalog(place.Store).ListAsync(new BackupFilter { Name = place.Name is { } name ? [name] : [] }, run.CancellationToken).ConfigureAwait(false));
            }

            var points = RecoveryPointMeasure.Of(backups, new RecoveryPointObjectives
            {
                Rpo = run.Parsed.GetValue(rpo) ?? TimeSpan.FromHours(24),
                ProofAge = run.Parsed.GetValue(proof),
                ProofLevel = run.Parsed.GetValue(level),
                OffHostAge = run.Parsed.GetValue(offHost),
                OffHostPaths = run.Parsed.GetValue(offHostPath) ?? [],
            }, DateTimeOffset.UtcNow);
            run.Show(points, () => string.Join(Environment.NewLine + Environment.NewLine, points.Select(Describe)));
            var errors = points.Select(RecoveryPointMeasure.ErrorOf).OfType<DrException>().ToList();
            foreach (var error in errors) run.Tell(error);
            return errors.Count > 0 ? errors[0].Kind.ExitCode : ExitCode.Success;
        }, notify);
        return command;
    }

    private static string Describe(RecoveryPoint point) => TextTable.OfPairs(
        ("database", point.Database ?? "(none)"),
        ("objectives", point.Met ? "hold" : "do NOT hold"),
        ("newest", Backup(point.Newest, point.Age)),
        ("proven", point.NewestProven is { } proven ? $"{proven.Name}, {point.Proof!.Level}, newest proof {Readable.Duration(point.ProofAge!.Value)} ago" : "never"),
        ("off host", Backup(point.NewestOffHost, point.OffHostAge)),
        ("gaps", point.Gaps.Count == 0 ? null : string.Join("; ", point.Gaps)),
        ("backups", point.Backups.ToString("N0", CultureInfo.InvariantCulture)));

    private static string Backup(BackupSet? set, TimeSpan? age) => set is null ? "none" : $"{set.Name}, {Readable.Duration(age!.Value)} old";
}

using System.CommandLine;
using System.Globalization;
using EventLinkDr.Cli.Input;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Operations.Replication;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr switch</c>: a standby becomes the primary.</summary>
internal sealed class SwitchCommand
{
    private static readonly SwitchOptions Defaults = new();

    private readonly Option<string> _standby = new("--standby") { Description = "The standby: host, host:port, container:name or a connection string.", HelpName = "server", Required = true };
    private readonly Option<bool> _failover = new("--failover") { Description = "The primary is lost: do not wait for it. What the standby has not received is lost, and stated." };
    private readonly Option<bool> _accept = new("--accept-data-loss") { Description = "Go on where more would be lost than --maximum-lag, or nothing proves that the old primary accepts no writes." };
    private readonly Option<long?> _lag = Size.Option("--maximum-lag", "How far the standby may be behind, 16MB by default.");
    private readonly Option<bool> _resume = new("--resume") { Description = "Finish an interrupted switch." };
    private readonly Option<bool> _back = new("--roll-back") { Description = "Take an interrupted switch back." };
    private readonly Option<string?> _address = new("--service-address") { Description = "Where the services reach the new primary, if not where this host does.", HelpName = "host:port" };
    private readonly Option<string?> _journal = new("--journal-path") { Description = "Where the journal is: a file, a directory or the address of a store; a file in the state directory by default.", HelpName = "path" };
    private readonly Option<TimeSpan?> _catchUp = Duration.Option("--catch-up-timeout", "How long the standby may take to replay everything, 2m by default.");
    private readonly Option<TimeSpan?> _promote = Duration.Option("--promote-timeout", "How long the promotion may take, 1m by default.");
    private readonly Option<TimeSpan?> _stop = Duration.Option("--stop-timeout", "How long the old primary may take to stop in order, 1m by default.");

    private SwitchCommand() { }

    public static Command Create(Terminal terminal)
    {
        var own = new SwitchCommand();
        var command = new Command("switch", "Make a standby the primary: planned without loss, or after a failure with the loss stated.")
        {
            own._standby, own._failover, own._accept, own._lag, own._resume, own._back, own._address, own._journal, own._catchUp, own._promote, own._stop,
        };
        var targets = new TargetOptions(command);
        CommandRun.Set(command, terminal, run => own.RunAsync(run, targets));
        return command;
    }

    private async Task<ExitCode> RunAsync(CommandRun run, TargetOptions targets)
    {
        var primary = await run.ResolveAsync(targets).ConfigureAwait(false);
        var standby = await new StandbyResolver(new LocalHost(), run.Adapters).ResolveAsync(run.Parsed.GetValue(_standby)!, primary, run.Observer, run.CancellationToken).ConfigureAwait(false);
        var connection = await SwitchConnection.OpenAsync(run.Adapters, primary, standby, run.Observer, run.CancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var operation = new SwitchOperation(connection.Parties);
            var plan = await operation.PrepareAsync(Options(run.Parsed), run.CancellationToken).ConfigureAwait(false);
            if (!await run.ApproveAsync(plan, ask: true).ConfigureAwait(false)) return ExitCode.Success;
            var result = await operation.RunAsync(plan, run.Observer, run.CancellationToken).ConfigureAwait(false);
            run.Show(result, () => Describe(result));
            return ExitCode.Success;
        }
    }

    private SwitchOptions Options(ParseResult parsed) => new()
    {
        Failover = parsed.GetValue(_failover),
        AcceptDataLoss = parsed.GetValue(_accept),
        MaximumLag = parsed.GetValue(_lag) ?? Defaults.MaximumLag,
        Resume = parsed.GetValue(_resume),
        RollBack = parsed.GetValue(_back),
        ServiceAddress = parsed.GetValue(_address),
        JournalPath = parsed.GetValue(_journal),
        CatchUpTimeout = parsed.GetValue(_catchUp) ?? Defaults.CatchUpTimeout,
        PromoteTimeout = parsed.GetValue(_promote) ?? Defaults.PromoteTimeout,
        StopTimeout = parsed.GetValue(_stop) ?? Defaults.StopTimeout,
    };

    private static string Describe(SwitchResult result) => result.Outcome == SwitchOutcome.RolledBack
        ? TextTable.OfPairs(("primary", $"{result.OldPrimary}, as before"), ("services", result.Services.Count == 0 ? null : string.Join(", ", result.Services)))
        : TextTable.OfPairs(
            ("database", result.Database),
            ("primary", result.NewPrimary),
            ("timeline", result.Timeline?.ToString(CultureInfo.InvariantCulture)),
            ("promoted at", result.PromotedAt?.ToString()),
            ("old primary", $"{result.OldPrimary}, {(result.OldPrimaryClosed ? "stopped, starts as a standby only" : result.OldPrimaryFenced ? "read-only by convention: stop it" : "not proven to accept no writes")}"),
            ("its log ended", result.FinalLsn?.ToString() ?? "unknown"),
            ("lost", result.LostBytes is { } lost ? Readable.Size(lost) + (result.MeasuredDataLoss is { } time ? $", {Readable.Duration(time)}" : "") : "unknown"),
            ("services", result.Services.Count == 0 ? null : $"{string.Join(", ", result.Services)}{(result.ServiceAddress is { } address ? " at " + address : "")}"),
            ("recovery time", Readable.Duration(result.MeasuredRecoveryTime)));
}

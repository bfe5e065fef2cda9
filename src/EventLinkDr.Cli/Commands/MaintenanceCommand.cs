using System.CommandLine;
using EventLinkDr.Cli.Input;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Maintenance;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr maintenance on|off|status</c>: whether students can register.</summary>
internal static class MaintenanceCommand
{
    public static Command Create(Terminal terminal) =>
        new("maintenance", "Switch registrations off and on, and say how they are.") { CreateSwitch(terminal, true), CreateSwitch(terminal, false), CreateStatus(terminal) };

    private static Command CreateSwitch(Terminal terminal, bool enabled)
    {
        var noRecreate = new Option<bool>("--no-recreate") { Description = "Change .env only; it is in force once the backend is recreated." };
        var fence = new Option<bool>("--write-fence") { Description = "Stop the worker and make the database read-only by default too." };
        var deadline = Duration.Option("--deadline", "How long the backend may take to be healthy; 2m.");
        var command = enabled ? new Command("on", "Switch registrations off.") { fence } : new Command("off", "Switch registrations on again, and lift a write fence.");
        command.Options.Add(noRecreate);
        command.Options.Add(deadline);
        var probe = new ProbeOptions(command);
        var targets = new TargetOptions(command);
        CommandRun.Set(command, terminal, async run =>
        {
            var deployment = await run.ConnectWithoutDatabaseAsync(targets).ConfigureAwait(false);
            await using (deployment.ConfigureAwait(false))
            {
                var operation = new MaintenanceOperation(deployment);
                var options = Probe(run, probe) with
                {
                    Enabled = enabled, NoRecreate = run.Parsed.GetValue(noRecreate), WriteFence = enabled && run.Parsed.GetValue(fence),
                };
                if (run.Parsed.GetValue(deadline) is { } patience) options = options with { Deadline = patience };
                var plan = await operation.PrepareAsync(options, run.CancellationToken).ConfigureAwait(false);
                if (!await run.ApproveAsync(plan, ask: false).ConfigureAwait(false)) return ExitCode.Success;
                var status = await operation.RunAsync(plan, run.Observer, run.CancellationToken).ConfigureAwait(false);
                run.Show(status, () => Describe(status));
                return ExitCode.Success;
            }
        });
        return command;
    }

    private static Command CreateStatus(Terminal terminal)
    {
        var command = new Command("status", "Say what .env, the running container and the API say; they can disagree.");
        var probe = new ProbeOptions(command);
        var targets = new TargetOptions(command);
        CommandRun.Set(command, terminal, async run =>
        {
            var deployment = await run.ConnectWithoutDatabaseAsync(targets).ConfigureAwait(false);
            await using (deployment.ConfigureAwait(false))
            {
                var status = await new MaintenanceOperation(deployment).ReadAsync(Probe(run, probe), run.CancellationToken).ConfigureAwait(false);
                run.Show(status, () => Describe(status));
                return ExitCode.Success;
            }
        });
        return command;
    }

    private static MaintenanceOptions Probe(CommandRun run, ProbeOptions probe) =>
        new() { Enabled = false, Api = probe.Api(run.Parsed), ProbeEmail = probe.User(run.Parsed), ProbePassword = probe.Password(run.Parsed) };

    private static string Describe(MaintenanceStatus status) => TextTable.OfPairs(
        ("target", status.Target),
        (".env", OnOff(status.File)),
        ("container", OnOff(status.Container)),
        ("api", OnOff(status.Api)),
        ("write fence", OnOff(status.WriteFence)),
        ("", status.Consistent ? null : "file, container and API disagree: the backend reads .env only when its container is made anew"),
        ("note", status.Detail is null ? null : CommandLineWords.Of(status.Detail)));

    private static string OnOff(bool? value) => value switch { true => "on", false => "off", null => "unknown" };
}

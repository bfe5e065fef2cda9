using System.CommandLine;
using System.Globalization;
using EventLinkDr.Cli.Input;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Replication;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr replication</c>: what servers do in replication.</summary>
internal static class ReplicationCommand
{
    public static Command Create(Terminal terminal)
    {
        var standbys = new Option<string[]>("--standby")
        {
            Description = "A standby to ask too: host, host:port, container:name or a connection string. Can be given several times.", HelpName = "server",
        };
        var command = new Command("replication", "Say what the servers do in replication: role, timeline, positions in the log, lag.") { standbys };
        var targets = new TargetOptions(command);
        CommandRun.Set(command, terminal, async run =>
        {
            var primary = await run.ResolveAsync(targets).ConfigureAwait(false);
            var servers = new List<EventLinkTarget> { primary };
            foreach (var standby in run.Parsed.GetValue(standbys) ?? [])
                servers.Add(await new StandbyResolver(new LocalHost(), run.Adapters).ResolveAsync(standby, primary, run.Observer, run.CancellationToken).ConfigureAwait(false));
            return await TellAsync(run, servers).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>A server that is away does not keep the others from answering.</summary>
    private static async Task<ExitCode> TellAsync(CommandRun run, IReadOnlyList<EventLinkTarget> servers)
    {
        var found = new List<ReplicationStatus>();
        var exit = ExitCode.Success;
        foreach (var server in servers)
        {
            try
            {
                var deployment = await run.Adapters.Deployments.ConnectAsync(server, new ConnectOptions(), run.Observer, run.CancellationToken).ConfigureAwait(false);
                await using (deployment.ConfigureAwait(false)) found.Add(await new ReplicationOperation(deployment).GetStatusAsync(run.CancellationToken).ConfigureAwait(false));
            }
            catch (DrException error) when (error.Kind == ErrorTable.ServerUnreachable)
            {
                run.Tell(error);
                exit = error.Kind.ExitCode;
            }
        }

        run.Show(found, () => found.Count == 0 ? "no server answered" : Describe(found));
        return exit;
    }

    private static string Describe(IReadOnlyList<ReplicationStatus> servers) => TextTable.Of(
    [
        ["SERVER", "ROLE", "TIMELINE", "POSITION", "LAG", "STATE"],
        .. servers.Select(server => new[]
        {
            server.Server, server.Role.ToString(), server.Timeline.ToString(CultureInfo.InvariantCulture), (server.CurrentLsn ?? server.ReplayedLsn).ToString() ?? "",
            server.LagBytes is { } lag ? Readable.Size(lag) : "", server.Summary,
        }),
    ]);
}

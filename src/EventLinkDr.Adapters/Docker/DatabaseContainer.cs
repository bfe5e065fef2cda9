using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;

namespace EventLinkDr.Adapters.Docker;

/// <summary>Starts a database container that does not run.</summary>
internal static class DatabaseContainer
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Starts it if it does not run, and waits until its server takes connections.</summary>
    /// <param name="host">Engine.</param>
    /// <param name="container">Id or name.</param>
    /// <param name="port">The server's port in the container.</param>
    /// <param name="patience">How long the server may take: after a crash it replays its log first.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The container as it runs then, and whether it was started here.</returns>
    /// <exception cref="DrException"><c>ContainerNotFound</c>, <c>ServiceUnhealthy</c>.</exception>
    public static async Task<(ContainerDetails Container, bool Started)> EnsureRunningAsync(IContainerHost host, string container, int port, TimeSpan patience,
        CancellationToken cancellationToken)
    {
        var before = await host.InspectAsync(container, cancellationToken).ConfigureAwait(false);
        if (before.State == ContainerState.Paused)
        {
            throw new DrException(ErrorTable.ServiceUnhealthy, $"container {before.Name} is paused")
            {
                Remedy = "Go on with it: docker unpause " + before.Name, Subject = before.Name,
            };
        }

        var started = before.State is not (ContainerState.Running or ContainerState.Restarting);
        if (started) await host.StartAsync(before.Id, cancellationToken).ConfigureAwait(false);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience);
        try
        {
            while (true)
            {
                var now = await host.InspectAsync(before.Id, deadline.Token).ConfigureAwait(false);
                if (now.State == ContainerState.Exited) throw Failed(now, $"ended with code {now.ExitCode}");
                if (now.State == ContainerState.Running && await AcceptsAsync(host, now.Id, port, deadline.Token).ConfigureAwait(false)) return (now, started);
                await Task.Delay(Pause, deadline.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(before, string.Create(CultureInfo.InvariantCulture, $"takes no connections after {patience.TotalSeconds:0} s"));
        }
    }

    /// <summary>By TCP: while the image sets up a new database, its server listens on a socket only.</summary>
    private static async Task<bool> AcceptsAsync(IContainerHost host, string container, int port, CancellationToken cancellationToken)
    {
        try
        {
            var command = new ContainerCommand("pg_isready", "-q", "-t", "5", "-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture));
            return (await ContainerProgram.RunAsync(host, container, command, cancellationToken).ConfigureAwait(false)).ExitCode == 0;
        }
        catch (DrException error) when (error.Kind == ErrorTable.EngineError)
        {
            // It stopped in between; the next look tells.
            return false;
        }
    }

    private static DrException Failed(ContainerDetails container, string what) =>
        new(ErrorTable.ServiceUnhealthy, $"the database container {container.Name} {what}")
        {
            Remedy = "Read its log: docker logs " + container.Name, Subject = container.Name,
        };
}

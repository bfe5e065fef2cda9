using System.Diagnostics;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Hosting;

/// <summary>Waits until a container is up: healthy where it has a health check, else running for a while without a restart.</summary>
internal static class ContainerReadiness
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300), Settled = TimeSpan.FromSeconds(3);

    /// <exception cref="DrException"><c>ServiceUnhealthy</c>.</exception>
    public static async Task WaitAsync(IContainerHost host, string container, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        int? restarts = null;
        var runningSince = TimeSpan.Zero;
        while (true)
        {
            var details = await host.InspectAsync(container, cancellationToken).ConfigureAwait(false);
            if (details.State == ContainerState.Running)
            {
                if (details.Health == ContainerHealth.Healthy) return;
                if (restarts != details.RestartCount) (restarts, runningSince) = (details.RestartCount, clock.Elapsed);
                else if (details.Health == ContainerHealth.None && clock.Elapsed - runningSince >= Settled) return;
            }
            else
            {
                restarts = null;
            }

            if (details.State is ContainerState.Exited or ContainerState.Dead) throw NotUp(details, $"ended with code {details.ExitCode}");
            if (clock.Elapsed >= deadline) throw NotUp(details, $"is {details.State} and {details.Health} after {deadline.TotalSeconds:0} s");
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private static DrException NotUp(ContainerDetails details, string what) =>
        new(ErrorTable.ServiceUnhealthy, $"the container {details.Name} {what}") { Subject = details.Name, Remedy = $"Read its log: docker logs {details.Name}." };
}

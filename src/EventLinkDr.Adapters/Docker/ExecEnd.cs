using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;

namespace EventLinkDr.Adapters.Docker;

/// <summary>Ends programs in a container that nobody listens to any more. The engine has no call for that, and does not do it by itself.</summary>
internal static class ExecEnd
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Returns when the program has ended; asks it to when its process id is known. Never throws: it runs on the way out.</summary>
    /// <param name="host">Engine.</param>
    /// <param name="container">Container.</param>
    /// <param name="exec">The program; its connection is closed already.</param>
    /// <param name="processId">Its process id in the container; null when only the end of its input can end it.</param>
    public static async Task EnsureAsync(IContainerHost host, string container, IContainerExec exec, int? processId)
    {
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            while (await exec.IsRunningAsync(deadline.Token).ConfigureAwait(false))
            {
                if (processId is { } id)
                {
                    // Never KILL: a shell that cannot wait for its children makes orphans of them, and those harm the server (see TunnelRelay).
                    var command = new ContainerCommand("sh", "-c", "kill \"$1\"", "sh", id.ToString(CultureInfo.InvariantCulture));
                    await ContainerProgram.RunAsync(host, container, command, deadline.Token).ConfigureAwait(false);
                }

                await Task.Delay(100, deadline.Token).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is DrException or OperationCanceledException)
        {
            // Engine or container are gone, and the program with them.
        }
    }
}

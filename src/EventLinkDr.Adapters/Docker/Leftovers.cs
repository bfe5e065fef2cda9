using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using EventLinkDr.Hosting;

namespace EventLinkDr.Adapters.Docker;

/// <summary>Throwaway containers and networks whose process was killed before it could remove them.</summary>
internal static class Leftovers
{
    private const string KeptPrefix = "kept-";

    /// <summary>This process, so that another of ours can tell whether it lives: host, process id, start time.</summary>
    public static string Owner { get; } = Describe(Process.GetCurrentProcess());

    /// <summary>Name of a container that stays on purpose.</summary>
    public static string KeptName(string name) => KeptPrefix + name;

    /// <summary>Removes the containers and networks of processes of this host that do not run any more.</summary>
    /// <returns>What was removed, for a person.</returns>
    public static async Task<IReadOnlyList<string>> SweepAsync(IContainerHost host, CancellationToken cancellationToken)
    {
        var removed = new List<string>();
        foreach (var container in await host.ListAsync([ContainerCluster.RunLabel, ContainerCluster.OwnerLabel], cancellationToken).ConfigureAwait(false))
        {
            if (container.Name.StartsWith(KeptPrefix, StringComparison.Ordinal) || Lives(container.Labels[ContainerCluster.OwnerLabel])) continue;
            await host.RemoveAsync(container.Id, force: true, withVolumes: true, cancellationToken).ConfigureAwait(false);
            removed.Add("container " + container.Name);
        }

        foreach (var network in await host.ListNetworksAsync([ContainerCluster.RunLabel, ContainerCluster.OwnerLabel], cancellationToken).ConfigureAwait(false))
        {
            if (Lives(network.Labels[ContainerCluster.OwnerLabel])) continue;
            await host.RemoveNetworkAsync(network.Id, cancellationToken).ConfigureAwait(false);
            removed.Add("network " + network.Name);
        }

        return removed;
    }

    /// <summary>Whether an owner runs; true where that cannot be known from here.</summary>
    internal static bool Lives(string owner)
    {
        if (owner.Split('/') is not [var machine, var process, var start] || machine != Environment.MachineName
            || !int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || !long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return true;
        try
        {
            using var running = Process.GetProcessById(id);
            // The system tells the start as a distance from now, so it moves a little; a process id comes back much later.
            return Math.Abs(StartOf(running) - seconds) <= 2;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (Win32Exception)
        {
            return true;
        }
    }

    private static string Describe(Process process) =>
        string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{process.Id}/{StartOf(process)}");

    private static long StartOf(Process process) => new DateTimeOffset(process.StartTime).ToUnixTimeSeconds();
}

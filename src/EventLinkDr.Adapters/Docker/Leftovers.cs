using EventLinkDr.Hosting;

namespace EventLinkDr.Adapters.Docker;

/// <summary>Throwaway containers and networks whose process was killed before it could remove them.</summary>
internal static class Leftovers
{
    private const string KeptPrefix = "kept-";

    /// <summary>Name of a container that stays on purpose.</summary>
    public static string KeptName(string name) => KeptPrefix + name;

    /// <summary>Removes the containers and networks of processes of this host that do not run any more.</summary>
    /// <returns>What was removed, for a person.</returns>
    public static async Task<IReadOnlyList<string>> SweepAsync(IContainerHost host, CancellationToken cancellationToken)
    {
        var removed = new List<string>();
        foreach (var container in await host.ListAsync([ContainerCluster.RunLabel, ContainerCluster.OwnerLabel], cancellationToken).ConfigureAwait(false))
        {
            if (container.Name.StartsWith(KeptPrefix, StringComparison.Ordinal) || ProcessOwner.Lives(container.Labels[ContainerCluster.OwnerLabel])) continue;
            await host.RemoveAsync(container.Id, force: true, withVolumes: true, cancellationToken).ConfigureAwait(false);
            removed.Add("container " + container.Name);
        }

        foreach (var network in await host.ListNetworksAsync([ContainerCluster.RunLabel, ContainerCluster.OwnerLabel], cancellationToken).ConfigureAwait(false))
        {
            if (ProcessOwner.Lives(network.Labels[ContainerCluster.OwnerLabel])) continue;
            await host.RemoveNetworkAsync(network.Id, cancellationToken).ConfigureAwait(false);
            removed.Add("network " + network.Name);
        }

        return removed;
    }
}

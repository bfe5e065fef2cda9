using EventLinkDr.Adapters.Deployments;
using EventLinkDr.Adapters.Processes;
using EventLinkDr.Hosting;

namespace EventLinkDr.Adapters;

/// <summary>Makes the adapters; the one public type here, so that no package shows through.</summary>
public sealed class AdapterFactory : IAdapters
{
    /// <inheritdoc/>
    public IDeploymentConnector Deployments { get; } = new DeploymentConnector();

    /// <inheritdoc/>
    public IThrowawayServers ThrowawayServers { get; } = new LocalClusters();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

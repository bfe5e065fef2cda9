using EventLinkDr.Hosting;

namespace EventLinkDr.TestKit;

/// <summary>Adapters for operations that must not need any.</summary>
public sealed class NoAdapters : IAdapters
{
    public IDeploymentConnector Deployments => throw new InvalidOperationException("No deployment was to be reached.");

    public IContainerHost Containers => throw new InvalidOperationException("No container engine was to be asked.");

    public IThrowawayServers ThrowawayServers => throw new InvalidOperationException("No server was to be started.");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

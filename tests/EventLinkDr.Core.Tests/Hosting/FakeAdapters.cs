using EventLinkDr.Hosting;

namespace EventLinkDr.Core.Tests.Hosting;

/// <summary>Adapters of which only the engine is there.</summary>
internal sealed class FakeAdapters(IContainerHost containers) : IAdapters
{
    public IDeploymentConnector Deployments => throw new NotSupportedException();

    public IContainerHost Containers => containers;

    public IThrowawayServers ThrowawayServers => throw new NotSupportedException();

    public ValueTask DisposeAsync() => containers.DisposeAsync();
}

using EventLinkDr.Hosting;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Core.Tests.Hosting;

/// <summary>Adapters of which only the engine is there.</summary>
internal sealed class FakeAdapters(IContainerHost containers) : IAdapters
{
    public IDeploymentConnector Deployments => throw new NotSupportedException();

    public IContainerHost Containers => containers;

    public IThrowawayServers ThrowawayServers => throw new NotSupportedException();

    public IStoreOpener Stores => throw new NotSupportedException();

    public IBackupCipher Cipher => throw new NotSupportedException();

    public ValueTask DisposeAsync() => containers.DisposeAsync();
}

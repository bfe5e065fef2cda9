using EventLinkDr.Adapters.Age;
using EventLinkDr.Adapters.Stores;
using EventLinkDr.Hosting;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.TestKit;

/// <summary>Adapters for operations that must not need a server or an engine.</summary>
public sealed class NoAdapters : IAdapters
{
    public IDeploymentConnector Deployments => throw new InvalidOperationException("No deployment was to be reached.");

    public IContainerHost Containers => throw new InvalidOperationException("No container engine was to be asked.");

    public IThrowawayServers ThrowawayServers => throw new InvalidOperationException("No server was to be started.");

    public IStoreOpener Stores => StoreOpener.Standard;

    public IBackupCipher Cipher { get; } = new AgeCipher();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

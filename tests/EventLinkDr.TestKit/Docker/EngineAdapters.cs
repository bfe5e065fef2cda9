using EventLinkDr.Adapters.Age;
using EventLinkDr.Adapters.Deployments;
using EventLinkDr.Adapters.Stores;
using EventLinkDr.Hosting;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.TestKit.Docker;

/// <summary>The adapters as a command has them, with the tests' engine; disposed, the engine stays.</summary>
public sealed class EngineAdapters(IContainerHost engine) : IAdapters
{
    public IDeploymentConnector Deployments { get; } = new DeploymentConnector(() => engine);

    public IContainerHost Containers => engine;

    public IThrowawayServers ThrowawayServers => throw new InvalidOperationException("No server was to be started.");

    public IStoreOpener Stores => StoreOpener.Standard;

    public IBackupCipher Cipher { get; } = new AgeCipher();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

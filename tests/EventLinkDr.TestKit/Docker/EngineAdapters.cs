using EventLinkDr.Adapters;
using EventLinkDr.Adapters.Age;
using EventLinkDr.Adapters.Deployments;
using EventLinkDr.Adapters.Stores;
using EventLinkDr.Hosting;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.TestKit.Docker;

/// <summary>The adapters as a command has them, with the tests' engine; disposed, the engine stays.</summary>
/// <param name="engine">The engine.</param>
/// <param name="startsServers">Whether throwaway servers are to be started.</param>
public sealed class EngineAdapters(IContainerHost engine, bool startsServers = false) : IAdapters
{
    public IDeploymentConnector Deployments { get; } = new DeploymentConnector(() => engine);

    public IContainerHost Containers => engine;

    public IThrowawayServers ThrowawayServers =>
        startsServers ? new ThrowawayServers(() => engine) : throw new InvalidOperationException("No server was to be started.");

    public IStoreOpener Stores => StoreOpener.Standard;

    public IBackupCipher Cipher { get; } = new AgeCipher();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

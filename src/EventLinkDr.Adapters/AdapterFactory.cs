using EventLinkDr.Adapters.Age;
using EventLinkDr.Adapters.Deployments;
using EventLinkDr.Adapters.Docker;
using EventLinkDr.Adapters.Stores;
using EventLinkDr.Hosting;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Adapters;

/// <summary>Makes the adapters; the one public type here, so that no package shows through.</summary>
public sealed class AdapterFactory : IAdapters
{
    /// <summary>Made when it is asked for: a DOCKER_HOST that makes no sense concerns only those who need an engine.</summary>
    private readonly Lazy<DockerEngine> _engine = new(DockerEngine.FromEnvironment);

    /// <summary>Makes them.</summary>
    public AdapterFactory()
    {
        Deployments = new DeploymentConnector(() => Containers);
        ThrowawayServers = new ThrowawayServers(() => Containers);
    }

    /// <inheritdoc/>
    public IContainerHost Containers => _engine.Value;

    /// <inheritdoc/>
    public IDeploymentConnector Deployments { get; }

    /// <inheritdoc/>
    public IThrowawayServers ThrowawayServers { get; }

    /// <inheritdoc/>
    public IStoreOpener Stores => StoreOpener.Standard;

    /// <inheritdoc/>
    public IBackupCipher Cipher { get; } = new AgeCipher();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _engine.IsValueCreated ? _engine.Value.DisposeAsync() : ValueTask.CompletedTask;
}

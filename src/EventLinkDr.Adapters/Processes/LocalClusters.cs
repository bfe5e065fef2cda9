using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;

namespace EventLinkDr.Adapters.Processes;

/// <summary>Throwaway servers of the PostgreSQL programs on this host.</summary>
internal sealed class LocalClusters : IThrowawayServers
{
    /// <summary>What a throwaway server need not do: survive a power cut.</summary>
    private static readonly string[] Settings = ["fsync = off", "full_page_writes = off", "synchronous_commit = off", "shared_buffers = 128MB", "max_wal_size = 2GB"];

    public async Task<IThrowawayServer> StartAsync(int? major, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var cluster = await LocalCluster.StartAsync(Settings, major, cancellationToken).ConfigureAwait(false);
        observer.Decision($"started PostgreSQL {cluster.Version} in {cluster.RootDirectory} on port {cluster.Target.Port}");
        return new Server(cluster);
    }

    private sealed class Server(LocalCluster cluster) : IThrowawayServer
    {
        public EventLinkTarget Target => cluster.Target;

        public string Description => $"PostgreSQL {cluster.Version} in {cluster.RootDirectory}";

        public IReadOnlyList<string> Keep() => cluster.Keep();

        public ValueTask DisposeAsync() => cluster.DisposeAsync();
    }
}

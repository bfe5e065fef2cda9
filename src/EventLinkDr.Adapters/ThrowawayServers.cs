using EventLinkDr.Adapters.Docker;
using EventLinkDr.Adapters.Processes;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Hosting.Copies;
using EventLinkDr.Model;

namespace EventLinkDr.Adapters;

/// <summary>Throwaway servers of the PostgreSQL programs on this host; where there are none, in containers.</summary>
/// <param name="containers">Gives the engine; asked only when there are no programs.</param>
internal sealed class ThrowawayServers(Func<IContainerHost> containers) : IThrowawayServers
{
    public async Task<IThrowawayServer> StartAsync(int? major, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(observer);
        Sandbox.EnsureOutside("a throwaway server needs the programs of PostgreSQL");
        foreach (var what in await LocalLeftovers.SweepAsync(Path.GetTempPath(), cancellationToken).ConfigureAwait(false)) Tell(what, observer);
        IThrowawayServer server;
        try
        {
            server = new Local(await LocalCluster.StartAsync([.. ThrowawaySettings.Lines], major, cancellationToken).ConfigureAwait(false));
        }
        catch (DrException local) when (local.Kind == ErrorTable.NoThrowawayServer)
        {
            observer.Decision(local.Message);
            server = await StartInContainerAsync(major, local, observer, cancellationToken).ConfigureAwait(false);
        }

        observer.Decision("started " + server.Description);
        return server;
    }

    public async Task<IThrowawayServer> StartCopyAsync(CopyOrder order, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(observer);
        foreach (var what in await LocalLeftovers.SweepAsync(Path.GetTempPath(), cancellationToken).ConfigureAwait(false)) Tell(what, observer);
        var engine = containers();
        await SweepAsync(engine, observer, cancellationToken).ConfigureAwait(false);
        var image = order.DatabaseImage ?? await ThrowawayImage.ChooseAsync(engine, order.Major, observer, cancellationToken).ConfigureAwait(false);
        var copy = await DeploymentCopy.StartAsync(engine, image, order, cancellationToken).ConfigureAwait(false);
        observer.Decision("started " + copy.Description);
        return copy;
    }

    private async Task<IThrowawayServer> StartInContainerAsync(int? major, DrException local, IOperationObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            var engine = containers();
            await SweepAsync(engine, observer, cancellationToken).ConfigureAwait(false);
            var image = await ThrowawayImage.ChooseAsync(engine, major, observer, cancellationToken).ConfigureAwait(false);
            return await ContainerCluster.StartAsync(engine, image, ThrowawaySettings.Lines, cancellationToken).ConfigureAwait(false);
        }
        catch (DrException error) when (error.Kind == ErrorTable.EngineUnreachable)
        {
            throw new DrException(ErrorTable.NoThrowawayServer, "no throwaway server can be started", error) { Found = $"{local.Message} {error.Message}" };
        }
    }

    private static async Task SweepAsync(IContainerHost engine, IOperationObserver observer, CancellationToken cancellationToken)
    {
        foreach (var what in await Leftovers.SweepAsync(engine, cancellationToken).ConfigureAwait(false)) Tell(what, observer);
    }

    private static void Tell(string what, IOperationObserver observer) => observer.Warning($"removed {what}, which a killed command had left behind");

    private sealed class Local(LocalCluster cluster) : IThrowawayServer
    {
        public EventLinkTarget Target => cluster.Target;

        public string Description => $"PostgreSQL {cluster.Version} in {cluster.RootDirectory}";

        public IReadOnlyList<string> Keep() => cluster.Keep();

        public ValueTask DisposeAsync() => cluster.DisposeAsync();
    }
}

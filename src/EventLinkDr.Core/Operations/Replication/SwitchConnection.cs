using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Replication;

/// <summary>What a front end has in hand for a switch: two targets. This finds the rest: services, fence, redirection.</summary>
public sealed class SwitchConnection : IAsyncDisposable
{
    private readonly SwitchServer _primary;
    private readonly SwitchServer _standby;

    private SwitchConnection(SwitchServer primary, SwitchServer standby, SwitchParties parties)
    {
        _primary = primary;
        _standby = standby;
        Parties = parties;
    }

    /// <summary>The two servers and what stands round them.</summary>
    public SwitchParties Parties { get; }

    /// <summary>Puts it together; the servers themselves are reached later, for either may be away.</summary>
    /// <param name="adapters">The world outside.</param>
    /// <param name="primary">The deployment.</param>
    /// <param name="standby">The same database on the standby.</param>
    /// <param name="observer">Is told the ways that were chosen.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<SwitchConnection> OpenAsync(IAdapters adapters, EventLinkTarget primary, EventLinkTarget standby, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(adapters);
        ArgumentNullException.ThrowIfNull(primary);
        ArgumentNullException.ThrowIfNull(standby);
        ArgumentNullException.ThrowIfNull(observer);
        var (first, second) = (new SwitchServer(adapters.Deployments, primary, observer), new SwitchServer(adapters.Deployments, standby, observer));
        var engine = await FindEngineAsync(adapters.Containers, primary, cancellationToken).ConfigureAwait(false);
        return new SwitchConnection(first, second, new SwitchParties
        {
            PrimaryTarget = primary,
            Primary = first,
            StandbyTarget = standby,
            Standby = second,
            ServiceHost = standby.Container is null ? standby.Host : await ServiceNameAsync(adapters.Containers, standby.Container, primary, cancellationToken).ConfigureAwait(false),
            Containers = engine,
            Stores = adapters.Stores,
            Services = engine is not null && primary.Project is { } project ? new ComposeServices(engine, project) : new NoServices(),
            Fence = engine is null || primary.Container is null ? new NoInstanceFence() : new ContainerFence(engine, primary.Container),
            Redirect = primary.ProjectDirectory is { } directory ? new ComposeRedirect(directory, primary.Project, engine) : null,
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _primary.DisposeAsync().ConfigureAwait(false);
        await _standby.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A target names its container when the engine answered for it; the container of a lost primary may be gone, and its services there all the same.</summary>
    private static async Task<IContainerHost?> FindEngineAsync(IContainerHost containers, EventLinkTarget primary, CancellationToken cancellationToken)
    {
        if (primary.Container is not null) return containers;
        if (primary.Project is null) return null;
        try
        {
            await containers.GetEngineAsync(cancellationToken).ConfigureAwait(false);
            return containers;
        }
        catch (DrException error) when (error.Kind == ErrorTable.EngineUnreachable)
        {
            return null;
        }
    }

    /// <summary>Services of a project reach each other by name; from elsewhere only a person knows how a container is reached.</summary>
    private static async Task<string?> ServiceNameAsync(IContainerHost containers, string standby, EventLinkTarget primary, CancellationToken cancellationToken)
    {
        var labels = (await containers.InspectAsync(standby, cancellationToken).ConfigureAwait(false)).Labels;
        return primary.Project is not null && labels.GetValueOrDefault(ComposeProject.ProjectLabel) == primary.Project ? labels.GetValueOrDefault(ComposeProject.ServiceLabel) : null;
    }
}

using EventLinkDr.Adapters.Docker;
using EventLinkDr.Adapters.Npgsql;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;

namespace EventLinkDr.Adapters.Deployments;

/// <summary>Chooses the way to a target's server: its own address, or the container it is in.</summary>
/// <param name="containers">Gives the engine; asked only for a target in a container.</param>
internal sealed class DeploymentConnector(Func<IContainerHost> containers) : IDeploymentConnector
{
    /// <summary>After a crash a server replays its log before it takes connections.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);

    public async Task<IDeployment> ConnectAsync(EventLinkTarget target, ConnectOptions options, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(observer);
        if (options.WithoutDatabase) return await ConnectLateAsync(target, options, observer, cancellationToken).ConfigureAwait(false);
        if (target.Container is null) return new DirectDeployment(target, new NpgsqlServer(target));

        var engine = containers();
        var container = await GetRunningAsync(engine, target.Container, target.Port, options, observer, cancellationToken).ConfigureAwait(false);
        var route = await ContainerRoute.OpenAsync(engine, container, target.Port, cancellationToken).ConfigureAwait(false);
        observer.Decision($"reaching {route.Description}");
        IServiceControl services = target.Project is { } project ? new ComposeServices(engine, project) : new NoServices();
        return new ContainerDeployment(target, target with { Host = route.Host, Port = route.Port }, engine, container, route, services);
    }

    private async Task<LateDeployment> ConnectLateAsync(EventLinkTarget target, ConnectOptions options, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var engine = target.Project is null && target.Container is null ? null : containers();
        try
        {
            if (engine is not null) await engine.GetEngineAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DrException error) when (error.Kind == ErrorTable.EngineUnreachable && target.Container is null)
        {
            engine = null;
        }

        return new LateDeployment(target, engine, token => ConnectAsync(target, options with { WithoutDatabase = false }, observer, token));
    }

    private static async Task<ContainerDetails> GetRunningAsync(IContainerHost engine, string name, int port, ConnectOptions options, IOperationObserver observer,
        CancellationToken cancellationToken)
    {
        var container = await engine.InspectAsync(name, cancellationToken).ConfigureAwait(false);
        if (container.State == ContainerState.Running) return container;
        if (!options.StartDatabase)
        {
            throw new DrException(ErrorTable.ServerUnreachable, $"the database container {container.Name} does not run")
            {
                Expected = "running", Found = container.State.ToString(), Remedy = "Start it: docker start " + container.Name + ".", Subject = container.Name,
            };
        }

        var (started, byUs) = await DatabaseContainer.EnsureRunningAsync(engine, container.Id, port, StartPatience, cancellationToken).ConfigureAwait(false);
        if (byUs) observer.Milestone($"started the database container {started.Name}, which did not run");
        return started;
    }
}

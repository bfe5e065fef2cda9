using EventLinkDr.Adapters.Docker;
using EventLinkDr.Adapters.Npgsql;
using EventLinkDr.Adapters.Processes;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Adapters.Deployments;

/// <summary>A server in a container, reached over the way that was found, with the container's own pg_dump.</summary>
/// <param name="target">What was resolved; names the container.</param>
/// <param name="reached">The same with the address of the way.</param>
/// <param name="containers">The engine.</param>
/// <param name="container">The container as it runs.</param>
/// <param name="route">The way.</param>
/// <param name="services">Its project's services.</param>
internal sealed class ContainerDeployment(EventLinkTarget target, EventLinkTarget reached, IContainerHost containers, ContainerDetails container, ContainerRoute route,
    IServiceControl services) : IDeployment
{
    private readonly NpgsqlServer _server = new(reached);

    public EventLinkTarget Target => target;

    public IPostgresServer Server => _server;

    public IServiceControl Services => services;

    public IContainerHost? Containers => containers;

    public async Task<IPgDump> GetPgDumpAsync(PostgresVersion serverVersion, CancellationToken cancellationToken)
    {
        try
        {
            return await ContainerPgDump.FindAsync(containers, container, target, target.Port, serverVersion, cancellationToken).ConfigureAwait(false);
        }
        catch (DrException inside) when (inside.Kind == ErrorTable.PgDumpUnsuitable)
        {
            try
            {
                return await LocalPgDump.FindAsync(reached, serverVersion, cancellationToken).ConfigureAwait(false);
            }
            catch (DrException outside) when (outside.Kind == ErrorTable.PgDumpUnsuitable)
            {
                throw new DrException(ErrorTable.PgDumpUnsuitable, $"neither container {container.Name} nor this host has a pg_dump that fits the server", outside)
                {
                    Expected = outside.Expected, Found = $"{inside.Found} in the container, {outside.Found} on this host", Remedy = outside.Remedy,
                };
            }
        }
    }

    public Task<long?> ReadFreeSpaceAsync(CancellationToken cancellationToken) =>
        ServerDirectory.ReadSpaceAsync(_server, target.Database, containers, container.Id, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        await route.DisposeAsync().ConfigureAwait(false);
    }
}

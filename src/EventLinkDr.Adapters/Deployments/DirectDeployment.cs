using EventLinkDr.Adapters.Npgsql;
using EventLinkDr.Adapters.Processes;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Adapters.Deployments;

/// <summary>A server reached over its own address, with the pg_dump of this host.</summary>
internal sealed class DirectDeployment(EventLinkTarget target, NpgsqlServer server) : IDeployment
{
    public EventLinkTarget Target => target;

    public IPostgresServer Server => server;

    public IServiceControl Services { get; } = new NoServices();

    public async Task<IPgDump> GetPgDumpAsync(PostgresVersion serverVersion, CancellationToken cancellationToken)
    {
        Sandbox.EnsureOutside("a backup needs pg_dump");
        return await LocalPgDump.FindAsync(target, serverVersion, cancellationToken).ConfigureAwait(false);
    }

    public Task<long?> ReadFreeSpaceAsync(CancellationToken cancellationToken) => ServerDirectory.ReadLocalSpaceAsync(server, target.Database, cancellationToken);

    public ValueTask DisposeAsync() => server.DisposeAsync();
}

using EventLinkDr.Adapters.Processes;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.TestKit;

/// <summary>A database of the fixture's server as a deployment without services.</summary>
public sealed class TestDeployment(PostgresFixture postgres, string database) : IDeployment
{
    public EventLinkTarget Target { get; } = postgres.Target(database);

    public IPostgresServer Server { get; init; } = postgres.Server;

    public IServiceControl Services { get; init; } = new NoServices();

    public async Task<IPgDump> GetPgDumpAsync(PostgresVersion serverVersion, CancellationToken cancellationToken) =>
        await LocalPgDump.FindAsync(Target, serverVersion, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

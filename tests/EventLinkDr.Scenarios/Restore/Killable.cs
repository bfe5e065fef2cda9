using EventLinkDr.Adapters.Npgsql;
using EventLinkDr.Diagnostics;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Restore;

/// <summary>
/// A client that can be killed in the middle of its work: from that moment on nothing it does reaches the server or the services, whatever its code still tries.
/// </summary>
internal sealed class Killable : IAsyncDisposable
{
    private readonly CutOffProxy _proxy;
    private readonly NpgsqlServer _server;
    private volatile bool _killed;

    public Killable(PostgresFixture postgres, string database, RecordingServices services)
    {
        _proxy = new CutOffProxy(postgres.Cluster.Target.Port);
        _server = new NpgsqlServer(postgres.Target(database) with { Port = _proxy.Port });
        services.OnCall = _ =>
        {
            if (_killed) throw new DrException(ErrorTable.Unexpected, "a dead client calls nothing");
        };
        Deployment = new TestDeployment(postgres, database) { Server = _server, Services = services };
    }

    public TestDeployment Deployment { get; }

    public void Kill()
    {
        _killed = true;
        _proxy.Cut();
    }

    public async ValueTask DisposeAsync()
    {
        _proxy.Dispose();
        await _server.DisposeAsync();
    }
}

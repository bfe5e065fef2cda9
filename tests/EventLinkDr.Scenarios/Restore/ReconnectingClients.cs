using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Restore;

/// <summary>Clients that connect, work, and connect again the moment they are thrown out, as a pool does.</summary>
internal sealed class ReconnectingClients : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _clients;
    private int _connections;

    public ReconnectingClients(PostgresFixture postgres, string database, string statement, int count) =>
        _clients = [.. Enumerable.Range(0, count).Select(_ => Task.Run(() => RunAsync(postgres, database, statement)))];

    /// <summary>Connections made so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public async Task WaitForConnectionsAsync(int more)
    {
        for (var goal = Connections + more; Connections < goal;) await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients);
        _stop.Dispose();
    }

    private async Task RunAsync(PostgresFixture postgres, string database, string statement)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using var session = await postgres.Server.OpenAsync(new SessionOptions(database) { ApplicationName = "client" }, _stop.Token);
                Interlocked.Increment(ref _connections);
                while (true)
                {
                    await session.ExecuteAsync(statement, _stop.Token);
                    await Task.Delay(5, _stop.Token);
                }
            }
            catch (Exception error) when (error is DrException or OperationCanceledException)
            {
                // Thrown out: at once again.
            }
        }
    }
}

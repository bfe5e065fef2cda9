using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Restore;

/// <summary>Clients that connect, work, and connect again the moment they are thrown out, as a pool does.</summary>
internal sealed class ReconnectingClients : IAsyncDisposable
{
    private const string Name = "client";

    private readonly CancellationTokenSource _stop = new();
    private readonly PostgresFixture _postgres;
    private readonly string _database;
    private readonly Task[] _clients;

    public ReconnectingClients(PostgresFixture postgres, string database, string statement, int count)
    {
        _postgres = postgres;
        _database = database;
        _clients = [.. Enumerable.Range(0, count).Select(_ => Task.Run(() => RunAsync(statement)))];
    }

    /// <summary>Waits until so many are connected to the database of that name. The server says so: a client that was thrown out learns it at its next statement.</summary>
    public Task WaitForSessionsAsync(int count) =>
        _postgres.WaitUntilAsync("postgres", $"SELECT count(*) >= {count} FROM pg_stat_activity WHERE datname = '{_database}' AND application_name = '{Name}'");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients);
        _stop.Dispose();
    }

    private async Task RunAsync(string statement)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using var session = await _postgres.Server.OpenAsync(new SessionOptions(_database) { ApplicationName = Name }, _stop.Token);
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

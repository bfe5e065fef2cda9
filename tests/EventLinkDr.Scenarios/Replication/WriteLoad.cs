using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Replication;

/// <summary>Clients that write as the application does, come back when they are thrown out, and remember every write that was acknowledged.</summary>
internal sealed class WriteLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly IPostgresServer _server;
    private readonly bool _rude;
    private readonly Task[] _clients;
    private readonly List<Write> _acknowledged = [];
    private int _next;

    /// <param name="server">Where to write.</param>
    /// <param name="clients">How many at once.</param>
    /// <param name="rude">Whether they set the read-only default back for themselves.</param>
    public WriteLoad(IPostgresServer server, int clients, bool rude = false)
    {
        _server = server;
        _rude = rude;
        _clients = [.. Enumerable.Range(0, clients).Select(_ => Task.Run(RunAsync))];
    }

    /// <summary>An acknowledged write, and the end of the log just before it and just after.</summary>
    public sealed record Write(int Id, LogSequenceNumber Before, LogSequenceNumber After);

    public IReadOnlyList<Write> Acknowledged
    {
        get { lock (_acknowledged) return [.. _acknowledged]; }
    }

    /// <summary>The table it writes to.</summary>
    public static Task CreateTableAsync(IPostgresServer server) => StandbyPair.ExecuteAsync(server, StandbyPair.Database, "CREATE TABLE public.writes (id int PRIMARY KEY)");

    public static async Task<HashSet<int>> ReadAsync(IPostgresServer server)
    {
        await using var session = await server.OpenAsync(new SessionOptions(StandbyPair.Database), TestContext.Current.CancellationToken);
        return [.. (await session.QueryAsync("SELECT id FROM public.writes", TestContext.Current.CancellationToken)).Select(row => row.Get<int>(0))];
    }

    public async Task WaitForAsync(int more)
    {
        for (var goal = Acknowledged.Count + more; Acknowledged.Count < goal;) await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using var session = await _server.OpenAsync(new SessionOptions(StandbyPair.Database) { ApplicationName = "client" }, _stop.Token);
                // Our sessions set the default themselves; the application does not.
                if (!_rude) await session.ExecuteAsync("RESET default_transaction_read_only", _stop.Token);
                while (true) await WriteAsync(session);
            }
            catch (Exception error) when (error is DrException or OperationCanceledException)
            {
                await Task.Delay(20, CancellationToken.None);
            }
        }
    }

    private async Task WriteAsync(IPostgresSession session)
    {
        var id = Interlocked.Increment(ref _next);
        var before = await EndAsync(session);
        await session.QueryAsync("INSERT INTO public.writes VALUES ($1)", _stop.Token, id);
        // Acknowledged: from here on it must not be lost, whether or not we hear the rest.
        var write = new Write(id, before, new LogSequenceNumber(ulong.MaxValue));
        lock (_acknowledged) _acknowledged.Add(write);
        var after = await EndAsync(session);
        lock (_acknowledged) _acknowledged[_acknowledged.IndexOf(write)] = write with { After = after };
    }

    private async Task<LogSequenceNumber> EndAsync(IPostgresSession session) =>
        LogSequenceNumber.Parse((await session.QueryAsync("SELECT pg_current_wal_insert_lsn()::text", _stop.Token))[0].Get<string>(0));
}

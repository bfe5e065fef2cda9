using System.Globalization;
using EventLinkDr.Postgres;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Concurrency;

/// <summary>
/// Moves amounts between the rows of two tables without a pause. Whenever both are read in one snapshot their sum is the same; a row read
/// before and another after a transfer would change it.
/// </summary>
internal sealed class Transfers : IAsyncDisposable
{
    public const long Sum = 2L * Accounts * 1000;

    private const int Accounts = 40_000;

    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _workers;
    private long _made;

    private Transfers(PostgresFixture postgres, string database, int workers) =>
        _workers = [.. Enumerable.Range(0, workers).Select(seed => Task.Run(() => WorkAsync(postgres, database, seed)))];

    /// <summary>Transfers that were committed.</summary>
    public long Made => Interlocked.Read(ref _made);

    /// <summary>Makes the tables; the first is large enough to be read in several slices.</summary>
    public static Task CreateTablesAsync(PostgresFixture postgres, string database) => postgres.ExecuteAsync(database,
        $"""
        CREATE TABLE public.left_side (id int PRIMARY KEY, amount bigint, filler text) WITH (fillfactor = 90);
        CREATE TABLE public.right_side (id int PRIMARY KEY, amount bigint);
        INSERT INTO public.left_side SELECT i, 1000, repeat(md5(i::text), 50) FROM generate_series(1, {Accounts}) i;
        INSERT INTO public.right_side SELECT i, 1000 FROM generate_series(1, {Accounts}) i;
        """);

    /// <summary>Begins, and waits until transfers are under way.</summary>
    public static async Task<Transfers> StartAsync(PostgresFixture postgres, string database, int workers = 3)
    {
        var transfers = new Transfers(postgres, database, workers);
        while (transfers.Made < 20) await Task.Delay(20, TestContext.Current.CancellationToken);
        return transfers;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_workers);
        _stop.Dispose();
    }

    private async Task WorkAsync(PostgresFixture postgres, string database, int seed)
    {
        var random = new Random(seed);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using var session = await postgres.Server.OpenAsync(new SessionOptions(database) { ApplicationName = "transfers" }, CancellationToken.None);
                while (!_stop.IsCancellationRequested)
                {
                    var amount = random.Next(1, 100);
                    var (from, to) = random.Next(2) == 0 ? ("left_side", "right_side") : ("right_side", "left_side");
                    await session.ExecuteAsync(string.Create(CultureInfo.InvariantCulture,
                        $"BEGIN; UPDATE public.{from} SET amount = amount - {amount} WHERE id = {random.Next(1, Accounts + 1)}; UPDATE public.{to} SET amount = amount + {amount} WHERE id = {random.Next(1, Accounts + 1)}; COMMIT"),
                        CancellationToken.None);
                    Interlocked.Increment(ref _made);
                }
            }
            catch (Diagnostics.DrException)
            {
                // Cut off by a swap, or two transfers met: like any client, come back.
                await Task.Delay(20, CancellationToken.None);
            }
        }
    }
}

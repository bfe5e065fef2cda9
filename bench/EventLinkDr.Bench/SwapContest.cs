using System.Diagnostics;
using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres;

namespace EventLinkDr.Bench;

/// <summary>How long clients that connect again and again are without their database while a restore swaps it.</summary>
internal static class SwapContest
{
    private const int Clients = 50;

    public static Contest Of(BenchServer server, Tools tools) => new($"Longest time without an answer, {Clients} clients reconnecting while a restore swaps",
    [
        new Contender("eventlinkdr restore", () => server.DropOthersAsync(CancellationToken.None).GetAwaiter().GetResult(), () => MeasureAsync(server, tools).GetAwaiter().GetResult()),
    ]);

    private static async Task<Measurement> MeasureAsync(BenchServer server, Tools tools)
    {
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => LongestGapAsync(server, stop.Token))).ToList();
        var restore = await Task.Run(() => tools.OurRestore(tools.File("ours.sql.gz"))).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        return restore with { Wall = (await Task.WhenAll(clients).ConfigureAwait(false)).Max() };
    }

    /// <summary>Seconds between two answers, the longest; a client that is thrown out connects again at once.</summary>
    private static async Task<double> LongestGapAsync(BenchServer server, CancellationToken stop)
    {
        var longest = 0.0;
        var last = Stopwatch.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var session = await server.OpenAsync(BenchServer.Database, stop).ConfigureAwait(false);
                await using var _ = session.ConfigureAwait(false);
                while (true)
                {
                    await session.QueryAsync("SELECT 1", stop).ConfigureAwait(false);
                    longest = Math.Max(longest, Stopwatch.GetElapsedTime(last).TotalSeconds);
                    last = Stopwatch.GetTimestamp();
                    await Task.Delay(20, stop).ConfigureAwait(false);
                    last = Stopwatch.GetTimestamp();
                }
            }
            catch (Exception error) when (error is DrException or OperationCanceledException)
            {
                // Thrown out, or the end.
            }
        }

        return longest;
    }
}

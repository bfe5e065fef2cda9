using System.Globalization;

namespace EventLinkDr.Bench;

/// <summary>All contests that need a server, size after size.</summary>
internal sealed class Benchmark(BenchOptions options, BenchReport report)
{
    private const double MegabytesPerScale = 50;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var server = await BenchServer.StartAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = server.ConfigureAwait(false);
        var tools = new Tools(server, new OurCommand(options.Command));
        report.Setting = string.Create(CultureInfo.InvariantCulture, $"PostgreSQL {server.Version}, {Environment.ProcessorCount} processors, {options.Rounds} rounds, medians.");
        foreach (var scale in options.Scales)
        {
            var megabytes = scale * MegabytesPerScale;
            await server.FillAsync(scale, cancellationToken).ConfigureAwait(false);
            Hold(megabytes, BackupContests.All(tools).Concat(RestoreContests.All(server, tools)).Concat(OtherContests.OneTable(server, tools))
                .Concat(OtherContests.All(tools)).Append(SwapContest.Of(server, tools)), options.Rounds);
            var shapes = ShapeContests.OneTableOrTwenty(server, tools).Where(Wanted).ToList();
            if (shapes.Count > 0) await ShapeDatabases.FillOneAndTwentyAsync(server, scale, cancellationToken).ConfigureAwait(false);
            Hold(megabytes, shapes, options.Rounds);
        }

        var many = ShapeContests.ManyTables(server, tools, options.ManyTables).Where(Wanted).ToList();
        if (many.Count > 0) await ShapeDatabases.FillManyAsync(server, options.ManyTables, cancellationToken).ConfigureAwait(false);
        Hold(null, many, Math.Min(options.Rounds, 3));
    }

    private bool Wanted(Contest contest) => options.Wants(contest.Title);

    private void Hold(double? megabytes, IEnumerable<Contest> contests, int rounds)
    {
        foreach (var contest in contests.Where(Wanted)) report.Add(new HeldContest(megabytes, contest.Title, contest.Run(rounds)));
    }
}

using System.Globalization;
using System.Text;

namespace EventLinkDr.Bench;

/// <summary>All contests that need a server, size after size.</summary>
internal sealed class Benchmark(BenchOptions options, StringBuilder report)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var server = await BenchServer.StartAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = server.ConfigureAwait(false);
        var tools = new Tools(server);
        report.Append(CultureInfo.InvariantCulture, $"PostgreSQL {server.Version}, {Environment.ProcessorCount} processors, {options.Rounds} rounds, medians.\n\n");
        foreach (var scale in options.Scales)
        {
            report.Append(CultureInfo.InvariantCulture, $"## {scale * 50:0} MB of plain SQL\n\n");
            await server.FillAsync(scale, cancellationToken).ConfigureAwait(false);
            var phases = new Dictionary<string, double>();
            Hold(BackupContests.All(tools).Concat(RestoreContests.All(server, tools, phases)).Concat(OtherContests.OneTable(server, tools))
                .Concat(OtherContests.All(tools)).Append(SwapContest.Of(server, tools)), options.Rounds);
            report.Append("Phases of our last restore: ").AppendJoin(", ", phases.Select(phase => string.Create(CultureInfo.InvariantCulture, $"{phase.Key} {phase.Value:0.00} s"))).Append("\n\n");
            await ShapeDatabases.FillOneAndTwentyAsync(server, scale, cancellationToken).ConfigureAwait(false);
            Hold(ShapeContests.OneTableOrTwenty(server, tools), options.Rounds);
        }

        report.Append("## However much data there is\n\n");
        await ShapeDatabases.FillManyAsync(server, options.ManyTables, cancellationToken).ConfigureAwait(false);
        Hold(ShapeContests.ManyTables(server, tools, options.ManyTables), Math.Min(options.Rounds, 3));
    }

    private void Hold(IEnumerable<Contest> contests, int rounds)
    {
        foreach (var contest in contests.Where(contest => options.Wants(contest.Title))) report.Append(BenchTable.Write(contest.Title, contest.Run(rounds)));
    }
}

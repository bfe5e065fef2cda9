using System.Globalization;
using System.Text;
using EventLinkDr.Bench;

if (BenchOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(BenchOptions.Usage);
    return 2;
}

var report = new StringBuilder();
if (options.Catalog) report.Append(CatalogContests.Run(options.Rounds));
else await MeasureAsync(options, report);
Console.Write(report);
if (options.Output is not null) File.WriteAllText(options.Output, report.ToString());
return 0;

static async Task MeasureAsync(BenchOptions options, StringBuilder report)
{
    await using var server = await BenchServer.StartAsync(CancellationToken.None);
    var tools = new Tools(server);
    report.Append(CultureInfo.InvariantCulture, $"PostgreSQL {server.Version}, {Environment.ProcessorCount} processors, {options.Rounds} rounds, medians.\n\n");
    foreach (var scale in options.Scales)
    {
        await server.FillAsync(scale, CancellationToken.None);
        report.Append(CultureInfo.InvariantCulture, $"## {scale * 50:0} MB of plain SQL\n\n");
        var phases = new Dictionary<string, double>();
        foreach (var contest in BackupContests.All(tools).Concat(RestoreContests.All(server, tools, phases)).Concat(OtherContests.All(tools)))
            report.Append(BenchTable.Write(contest.Title, contest.Run(options.Rounds)));
        report.Append("Phases of our last restore: ").AppendJoin(", ", phases.Select(phase => string.Create(CultureInfo.InvariantCulture, $"{phase.Key} {phase.Value:0.00} s"))).Append("\n\n");
    }

    report.Append(CatalogContests.Run(options.Rounds));
}

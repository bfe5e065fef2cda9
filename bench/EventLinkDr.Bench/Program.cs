using EventLinkDr.Bench;

if (BenchOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(BenchOptions.Usage);
    return 2;
}

var report = new BenchReport();
if (!options.Catalog) await new Benchmark(options, report).RunAsync(CancellationToken.None);
if (options.Wants(CatalogContests.Title)) CatalogContests.Run(new OurCommand(options.Command), options.Rounds, report);

Console.Write(report);
if (options.Output is not null)
{
    File.WriteAllText(options.Output, report.ToString());
    if (GrowthPlot.Draw(report.Held) is { } plot) File.WriteAllText(Path.ChangeExtension(options.Output, ".svg"), plot);
}

return 0;

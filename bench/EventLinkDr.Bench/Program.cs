using System.Text;
using EventLinkDr.Bench;

if (BenchOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(BenchOptions.Usage);
    return 2;
}

var report = new StringBuilder();
if (!options.Catalog) await new Benchmark(options, report).RunAsync(CancellationToken.None);
if (options.Wants(CatalogContests.Title)) report.Append(CatalogContests.Run(options.Rounds));

Console.Write(report);
if (options.Output is not null) File.WriteAllText(options.Output, report.ToString());
return 0;

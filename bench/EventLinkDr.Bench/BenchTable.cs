using System.Globalization;
using System.Text;

namespace EventLinkDr.Bench;

/// <summary>Prints results as a Markdown table: a row a tool, ratios of the first to each.</summary>
internal static class BenchTable
{
    public static string Write(string title, IReadOnlyList<ContestResult> results)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"### {title}\n\n| tool | time s | ours / it | CPU s | peak memory MB | size MB |\n|---|---:|---:|---:|---:|---:|\n");
        foreach (var result in results)
        {
            var ratio = ReferenceEquals(result, results[0]) ? "" : results[0].RatioTo(result).ToString("0.00", CultureInfo.InvariantCulture);
            var size = result.Size > 0 ? (result.Size / 1e6).ToString("0.0", CultureInfo.InvariantCulture) : "";
            text.Append(CultureInfo.InvariantCulture, $"| {result.Name} | {result.Wall:0.00} | {ratio} | {result.Cpu:0.00} | {result.PeakMemory / 1e6:0} | {size} |\n");
        }

        return text.Append('\n').ToString();
    }
}

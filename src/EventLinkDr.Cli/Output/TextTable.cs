using System.Text;

namespace EventLinkDr.Cli.Output;

/// <summary>Columns of text, as wide as their longest value.</summary>
internal static class TextTable
{
    /// <param name="rows">The rows, the heading first; every row has as many values.</param>
    public static string Of(IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
            text.AppendLine(string.Join("  ", row.Select((value, column) => value.PadRight(widths[column]))).TrimEnd());
        return text.ToString().TrimEnd();
    }

    /// <summary>Names and values below each other; what has no value is left out.</summary>
    public static string OfPairs(params (string Name, string? Value)[] pairs)
    {
        var present = pairs.Where(pair => pair.Value is not null).ToList();
        var width = present.Max(pair => pair.Name.Length);
        return string.Join(Environment.NewLine, present.Select(pair => $"{pair.Name.PadRight(width)}  {pair.Value}"));
    }
}

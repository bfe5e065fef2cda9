using System.Text;

namespace EventLinkDr.Operations.Reporting;

/// <summary>A report as Markdown, for a ticket or a wiki.</summary>
internal static class MarkdownReport
{
    public static string Write(ReportDocument report)
    {
        var text = new StringBuilder($"# {report.Title}: {Line(report.Subject)}\n\n**{ReportText.Sign(report.Tone)} {Line(report.Verdict)}** ({ReportText.Time(report.Time)})\n");
        if (report.Facts.Count > 0) Table(text, null, ["Measured", "Value", "Against"], report.Facts.Select(fact => new ReportRow(fact.Tone, [fact.Label, fact.Value, fact.Note ?? ""])));
        if (report.Steps.Count > 0)
        {
            Table(text, "Steps", ["Step", "Status", "Began after", "Time", "Detail"], report.Steps.Select(step =>
                new ReportRow(step.Tone, [step.Name, step.Status, ReportText.Duration(step.Start), ReportText.Duration(step.Duration), step.Detail ?? ""])));
        }

        foreach (var table in report.Tables) Table(text, table.Title, table.Columns, table.Rows);
        if (report.Particulars.Count > 0) Table(text, "Particulars", ["", ""], report.Particulars.Select(one => new ReportRow(ReportTone.Plain, [one.Label, one.Value])), signs: false);
        // A fence is longer than any run of backticks inside.
        return text.Append($"\n## Result\n\n````json\n{report.Json}\n````\n").ToString();
    }

    private static void Table(StringBuilder text, string? title, IReadOnlyList<string> columns, IEnumerable<ReportRow> rows, bool signs = true)
    {
        text.Append(title is null ? "\n" : $"\n## {Line(title)}\n\n");
        text.Append($"| {string.Join(" | ", columns.Select(Line))} |\n|{string.Concat(columns.Select(_ => "---|"))}\n");
        foreach (var row in rows) text.Append($"| {(signs ? ReportText.Sign(row.Tone) + " " : "")}{string.Join(" | ", row.Cells.Select(Line))} |\n");
    }

    private static string Line(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).ReplaceLineEndings(" ");
}

using System.Net;
using System.Text;

namespace EventLinkDr.Operations.Reporting;

/// <summary>
/// A report as one HTML file that needs nothing else: no script, no font, no network. The result stands in it as JSON, in the element <c>result</c>.
/// </summary>
internal static class HtmlReport
{
    /// <summary>A table of more columns is broken into blocks on a narrow screen.</summary>
    private const int NarrowColumns = 2;

    private const int LongValue = 16, WordLength = 24;

    public static string Write(ReportDocument report)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<meta name=\"robots\" content=\"noindex\">\n");
        html.Append($"<title>{Encode($"{report.Title} – {report.Subject}")}</title>\n<style>\n{HtmlStyle.Text}\n</style>\n</head>\n<body>\n<main>\n");
        html.Append($"<header>\n<h1>{Encode(report.Title)}</h1>\n<p class=\"soft\">{Encode(report.Subject)} · {ReportText.Time(report.Time)}</p>\n");
        html.Append($"<p class=\"verdict {Class(report.Tone)}\">{ReportText.Sign(report.Tone)} {Encode(report.Verdict)}</p>\n</header>\n");
        Facts(html, report.Facts);
        Steps(html, report.Steps);
        foreach (var table in report.Tables) Table(html, table);
        Particulars(html, report.Particulars);
        // Inside a string of JSON the sign may be written so; as it is it could end the element.
        html.Append($"<script type=\"application/json\" id=\"result\">\n{report.Json.Replace("<", "\\u003c", StringComparison.Ordinal)}\n</script>\n");
        html.Append("<p class=\"soft\">The result stands in this file as JSON, in the element “result”.</p>\n</main>\n</body>\n</html>\n");
        return html.ToString();
    }

    private static void Facts(StringBuilder html, IReadOnlyList<ReportFact> facts)
    {
        if (facts.Count == 0) return;
        html.Append("<div class=\"facts\">\n");
        foreach (var fact in facts)
        {
            html.Append($"<div class=\"fact {Class(fact.Tone)}\"><span class=\"soft\">{Encode(fact.Label)}</span><b{(fact.Value.Length > LongValue ? " class=\"long\"" : "")}>{Encode(fact.Value)}</b>");
            if (fact.Note is not null) html.Append($"<span class=\"note\">{(fact.Tone == ReportTone.Plain ? "" : ReportText.Sign(fact.Tone) + " ")}{Encode(fact.Note)}</span>");
            html.Append("</div>\n");
        }

        html.Append("</div>\n");
    }

    private static void Steps(StringBuilder html, IReadOnlyList<ReportStep> steps)
    {
        if (steps.Count == 0) return;
        if (steps.Any(step => step is { Start: not null, Duration: not null })) html.Append($"<section>\n<h2>Timeline</h2>\n{TimelinePicture.Draw(steps)}\n{Pauses(steps)}</section>\n");
        if (steps.All(step => step.Detail is null)) return;
        Table(html, new ReportTable("Steps", ["Step", "Status", "Time", "Detail"], [2],
            [.. steps.Select(step => new ReportRow(step.Tone, [step.Name, step.Status, ReportText.Duration(step.Duration), step.Detail ?? ""]))]));
    }

    private static string Pauses(IReadOnlyList<ReportStep> steps)
    {
        var cuts = new TimeScale(steps).Cuts;
        return cuts.Count == 0 ? "" : $"<p class=\"soft\">Shaded and drawn short: nothing was done for {Encode(string.Join(", ", cuts.Select(cut => ReportText.Duration(cut.Length))))}.</p>\n";
    }

    private static void Table(StringBuilder html, ReportTable table)
    {
        html.Append($"<section>\n<h2>{Encode(table.Title)}</h2>\n<table{(table.Columns.Count > NarrowColumns ? " class=\"wide\"" : "")}>\n<thead><tr>");
        for (var i = 0; i < table.Columns.Count; i++) html.Append($"<th{Number(table, i)} scope=\"col\">{Encode(table.Columns[i])}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Append("<tr>");
            for (var i = 0; i < row.Cells.Count; i++)
            {
                var label = i == 0 ? "" : $" data-label=\"{Encode(table.Columns[i])}\"";
                var sign = i == 0 ? $"<span class=\"sign {Class(row.Tone)}\">{ReportText.Sign(row.Tone)}</span>" : "";
                var kind = table.Numbers.Contains(i) ? " class=\"number\"" : row.Cells[i] is { Length: <= WordLength } word && !word.Contains(' ', StringComparison.Ordinal) ? " class=\"word\"" : "";
                html.Append($"<td{kind}{label}>{sign}{Encode(row.Cells[i])}</td>");
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody>\n</table>\n</section>\n");
    }

    private static void Particulars(StringBuilder html, IReadOnlyList<ReportFact> particulars)
    {
        if (particulars.Count == 0) return;
        html.Append("<section>\n<h2>Particulars</h2>\n<dl>\n");
        foreach (var one in particulars) html.Append($"<dt>{Encode(one.Label)}</dt><dd>{Encode(one.Value)}</dd>\n");
        html.Append("</dl>\n</section>\n");
    }

    private static string Number(ReportTable table, int column) => table.Numbers.Contains(column) ? " class=\"number\"" : "";

    private static string Class(ReportTone tone) => TimelinePicture.Class(tone);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}

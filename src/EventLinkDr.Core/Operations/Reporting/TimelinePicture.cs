using System.Globalization;
using System.Net;
using System.Text;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Operations.Reporting;

/// <summary>
/// The steps as bars along the time, as SVG. Places are percentages and text has a fixed size, so that it fills a screen of any width and stays
/// readable on a narrow one.
/// </summary>
internal static class TimelinePicture
{
    private const int RowHeight = 38, BarHeight = 12, AxisHeight = 26;

    public static string Draw(IReadOnlyList<ReportStep> steps)
    {
        var drawn = steps.Where(step => step is { Start: not null, Duration: not null }).OrderBy(step => step.Start).ToList();
        var scale = new TimeScale(drawn);
        var height = drawn.Count * RowHeight + AxisHeight;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"timeline\" role=\"img\" width=\"100%\" height=\"{height}\" aria-label=\"{Encode(Describe(drawn))}\">\n");
        foreach (var (at, width, length) in scale.Cuts)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"cut\" x=\"{Percent(at)}\" y=\"0\" width=\"{Percent(width)}\" height=\"{height - AxisHeight}\"><title>nothing was done for {Encode(Readable.Duration(length))}</title></rect>\n");
        }

        for (var i = 0; i < drawn.Count; i++) Row(svg, drawn[i], i * RowHeight, scale);
        Axis(svg, scale, height);
        return svg.Append("</svg>").ToString();
    }

    private static void Row(StringBuilder svg, ReportStep step, int top, TimeScale scale)
    {
        var from = scale.Place(step.Start!.Value);
        var width = Math.Max(scale.Place(step.Start.Value + step.Duration!.Value) - from, 0);
        var text = CultureInfo.InvariantCulture;
        svg.Append(text, $"<text class=\"name\" x=\"0\" y=\"{top + 14}\">{ReportText.Sign(step.Tone)} {Encode(step.Name)}</text>");
        svg.Append(text, $"<text class=\"time\" x=\"100%\" y=\"{top + 14}\" text-anchor=\"end\">{Encode(Readable.Duration(step.Duration.Value))}</text>\n");
        svg.Append(text, $"<rect class=\"track\" x=\"0\" y=\"{top + 20}\" width=\"100%\" height=\"{BarHeight}\"/>");
        // A step of no length to speak of is still to be seen, and inside the picture.
        svg.Append(text, $"<rect class=\"bar {Class(step.Tone)}\" x=\"{Percent(Math.Min(from, 0.99))}\" y=\"{top + 20}\" width=\"{Percent(Math.Max(width, 0.01))}\" height=\"{BarHeight}\">");
        svg.Append(text, $"<title>{Encode(step.Name)}: {Encode(step.Status)}, {Encode(Readable.Duration(step.Duration.Value))}</title></rect>\n");
    }

    private static void Axis(StringBuilder svg, TimeScale scale, int height)
    {
        (double At, string Anchor)[] ticks = [(0, "start"), (0.5, "middle"), (1, "end")];
        foreach (var (at, anchor) in ticks)
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"tick\" x=\"{Percent(at)}\" y=\"{height - 6}\" text-anchor=\"{anchor}\">{(at == 0 ? "0" : Encode(Readable.Duration(scale.At(at))))}</text>\n");
    }

    private static string Describe(IEnumerable<ReportStep> steps) =>
        "Timeline: " + string.Join(", ", steps.Select(step => $"{step.Name} {Readable.Duration(step.Duration!.Value)}"));

    public static string Class(ReportTone tone) => tone switch { ReportTone.Good => "good", ReportTone.Warn => "warn", ReportTone.Bad => "bad", _ => "plain" };

    private static string Percent(double place) => (place * 100).ToString("0.###", CultureInfo.InvariantCulture) + "%";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}

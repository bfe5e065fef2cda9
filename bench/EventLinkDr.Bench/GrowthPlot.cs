using System.Globalization;
using System.Text;

namespace EventLinkDr.Bench;

/// <summary>How the time of each tool grows with the database: both axes logarithmic, one panel a contest, as SVG.</summary>
internal static class GrowthPlot
{
    private const int Width = 380, Height = 300, Left = 56, Right = 16, Top = 40, Bottom = 92;
    private static readonly string[] Colours = ["#d1495b", "#00798c", "#8d6a9f"];

    /// <summary>The picture; null when no contest was held at two sizes.</summary>
    public static string? Draw(IReadOnlyList<HeldContest> held)
    {
        var panels = held.Where(contest => contest.Megabytes is not null && contest.Results.Count > 1).GroupBy(contest => contest.Title).Where(group => group.Count() > 1).Take(4).ToList();
        if (panels.Count == 0) return null;
        var columns = Math.Min(2, panels.Count);
        var rows = (panels.Count + columns - 1) / columns;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {columns * Width} {rows * Height}" font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="#fff"/>""");
        for (var i = 0; i < panels.Count; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""<g transform="translate({i % columns * Width} {i / columns * Height})">""");
            Panel(svg, panels[i].Key, [.. panels[i].OrderBy(contest => contest.Megabytes)]);
            svg.Append("</g>");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Panel(StringBuilder svg, string title, IReadOnlyList<HeldContest> sizes)
    {
        var x = new LogAxis(sizes[0].Megabytes!.Value, sizes[^1].Megabytes!.Value, Left, Width - Right);
        var walls = sizes.SelectMany(size => size.Results).Select(result => result.Wall).ToList();
        var y = new LogAxis(walls.Min(), walls.Max(), Height - Bottom, Top);
        svg.Append(CultureInfo.InvariantCulture, $"""<text x="{Left}" y="20" font-weight="bold">{Escape(title)}</text>""");
        foreach (var tick in y.Ticks())
            svg.Append(CultureInfo.InvariantCulture, $"""<path d="M{Left} {y.At(tick):0.0}H{Width - Right}" stroke="#ddd"/><text x="{Left - 6}" y="{y.At(tick) + 4:0.0}" text-anchor="end">{tick:0.##} s</text>""");
        foreach (var size in sizes)
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="{x.At(size.Megabytes!.Value):0.0}" y="{Height - Bottom + 18}" text-anchor="middle">{size.Megabytes:0} MB</text>""");
        for (var tool = 0; tool < sizes[0].Results.Count; tool++)
        {
            var points = sizes.Select(size => (X: x.At(size.Megabytes!.Value), Y: y.At(size.Results[tool].Wall))).ToList();
            svg.Append(CultureInfo.InvariantCulture, $"""<path d="M{string.Join('L', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.0} {point.Y:0.0}")))}" fill="none" stroke="{Colours[tool]}" stroke-width="2"/>""");
            foreach (var point in points) svg.Append(CultureInfo.InvariantCulture, $"""<circle cx="{point.X:0.0}" cy="{point.Y:0.0}" r="3" fill="{Colours[tool]}"/>""");
            var key = Height - Bottom + 40 + 16 * tool;
            svg.Append(CultureInfo.InvariantCulture, $"""<path d="M{Left} {key - 4}h18" stroke="{Colours[tool]}" stroke-width="2"/><text x="{Left + 24}" y="{key}">{Escape(sizes[0].Results[tool].Name)}</text>""");
        }
    }

    private static string Escape(string text) => text.Replace("\\|", "|", StringComparison.Ordinal).Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}

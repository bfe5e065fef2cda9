using System.Globalization;
using System.Text.RegularExpressions;

namespace EventLinkDr.Diagnostics;

/// <summary>Durations as people write them: <c>24h</c>, <c>7d</c>, <c>1h30m</c>, <c>00:30:00</c>. A bare number is none: it has no unit.</summary>
public static partial class DurationText
{
    /// <summary>Reads one; never a negative one.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration)) return duration >= TimeSpan.Zero;
        duration = default;
        var match = Parts().Match(text);
        if (!match.Success) return false;
        var seconds = Part(match, "d") * 86400 + Part(match, "h") * 3600 + Part(match, "m") * 60 + Part(match, "s");
        if (seconds >= TimeSpan.MaxValue.TotalSeconds) return false;
        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    private static double Part(Match match, string unit) =>
        match.Groups[unit].Success ? double.Parse(match.Groups[unit].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^\s*(?=[0-9])((?<d>[0-9]+(\.[0-9]+)?)\s*d)?\s*((?<h>[0-9]+(\.[0-9]+)?)\s*h)?\s*((?<m>[0-9]+(\.[0-9]+)?)\s*m(in)?)?\s*((?<s>[0-9]+(\.[0-9]+)?)\s*s)?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Parts();
}

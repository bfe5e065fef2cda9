using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace EventLinkDr.PowerShell.Binding;

/// <summary>
/// Takes a duration: <c>24h</c>, <c>1h30m</c>, <c>00:30:00</c>, a TimeSpan. A bare number is refused: PowerShell would read it as ticks of 100 ns.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed partial class DurationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Bare.Value(inputData) switch
    {
        null => null,
        TimeSpan duration => Positive(duration, duration.ToString()),
        string text => Positive(Parse(text), text),
        var other => throw Refuse($"{Convert.ToString(other, CultureInfo.InvariantCulture)} has no unit"),
    };

    private static TimeSpan Positive(TimeSpan duration, string text) => duration >= TimeSpan.Zero ? duration : throw Refuse($"'{text}' is less than nothing");

    private static TimeSpan Parse(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var clock)) return clock;
        var match = DurationText().Match(text);
        if (!match.Success || match.Length == 0) throw Refuse($"'{text}' is no duration");
        var seconds = Part(match, "d") * 86400 + Part(match, "h") * 3600 + Part(match, "m") * 60 + Part(match, "s");
        return seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : throw Refuse($"'{text}' is too long");
    }

    private static double Part(Match match, string unit) =>
        match.Groups[unit].Success ? double.Parse(match.Groups[unit].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : 0;

    private static ArgumentTransformationMetadataException Refuse(string why) => new($"{why}. Give a number with its unit: 30s, 15m, 24h, 7d, 1h30m");

    [GeneratedRegex(@"^\s*(?=[0-9])((?<d>[0-9]+(\.[0-9]+)?)\s*d)?\s*((?<h>[0-9]+(\.[0-9]+)?)\s*h)?\s*((?<m>[0-9]+(\.[0-9]+)?)\s*m(in)?)?\s*((?<s>[0-9]+(\.[0-9]+)?)\s*s)?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DurationText();
}

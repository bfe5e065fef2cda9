using System.Globalization;
using System.Management.Automation;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.PowerShell.Binding;

/// <summary>
/// Takes a duration: <c>24h</c>, <c>1h30m</c>, <c>00:30:00</c>, a TimeSpan. A bare number is refused: PowerShell would read it as ticks of 100 ns.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Bare.Value(inputData) switch
    {
        null => null,
        TimeSpan duration => duration >= TimeSpan.Zero ? duration : throw Refuse($"'{duration}' is less than nothing"),
        // Without quotes PowerShell takes 7d for the decimal 7 and 30s for the short 30: nobody who means a bare number writes either.
        decimal days => DurationText.TryParse(days.ToString(CultureInfo.InvariantCulture) + "d", out var duration) ? duration : throw Refuse($"{days} is no number of days"),
        short seconds => seconds >= 0 ? TimeSpan.FromSeconds(seconds) : throw Refuse($"{seconds} is less than nothing"),
        string text => DurationText.TryParse(text, out var duration) ? duration : throw Refuse($"'{text}' is no duration"),
        var other => throw Refuse($"{Convert.ToString(other, CultureInfo.InvariantCulture)} has no unit"),
    };

    private static ArgumentTransformationMetadataException Refuse(string why) => new($"{why}. Give a number with its unit: 30s, 15m, 24h, 7d, 1h30m");
}

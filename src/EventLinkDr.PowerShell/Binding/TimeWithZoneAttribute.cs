using System.Globalization;
using System.Management.Automation;

namespace EventLinkDr.PowerShell.Binding;

/// <summary>
/// Takes an instant: <c>2026-11-23T07:45:00Z</c>, <c>2026-11-23 09:45 +02:00</c>, what <c>Get-Date</c> gives. A time that does not say its zone
/// is refused: at three in the morning nobody remembers which one was meant.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TimeWithZoneAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Bare.Value(inputData) switch
    {
        null => null,
        DateTimeOffset time => time.ToUniversalTime(),
        DateTime { Kind: DateTimeKind.Unspecified } => throw Refuse("it does not say its time zone"),
        DateTime time => new DateTimeOffset(time).ToUniversalTime(),
        string text => Parse(text),
        var other => throw Refuse($"{other.GetType().Name} is no time"),
    };

    private static DateTimeOffset Parse(string text)
    {
        var culture = CultureInfo.InvariantCulture;
        // RoundtripKind leaves the kind Unspecified exactly when the text names no zone.
        if (!DateTime.TryParse(text, culture, DateTimeStyles.RoundtripKind, out var time)) throw Refuse($"'{text}' is no time");
        if (time.Kind == DateTimeKind.Unspecified) throw Refuse($"'{text}' does not say its time zone");
        return DateTimeOffset.Parse(text, culture, DateTimeStyles.None).ToUniversalTime();
    }

    private static ArgumentTransformationMetadataException Refuse(string why) =>
        new($"{why}. Give one with its zone: 2026-11-23T07:45:00Z, '2026-11-23 09:45 +02:00' or (Get-Date).AddDays(-1)");
}

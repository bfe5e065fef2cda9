using System.Globalization;

namespace EventLinkDr.Diagnostics;

/// <summary>Sizes and durations as a person reads them. Objects carry raw values; front ends show these.</summary>
public static class Readable
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB", "PB"];

    /// <summary><c>41.3 MB</c>: three significant digits, 1 KB = 1024 B as PowerShell counts.</summary>
    public static string Size(long bytes)
    {
        double value = bytes;
        var unit = 0;
        // 999.5 would round to a fourth digit, so it goes to the next unit.
        while (Math.Abs(value) >= 999.5 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        var format = unit == 0 || Math.Abs(value) >= 99.95 ? "0" : Math.Abs(value) >= 9.995 ? "0.0" : "0.00";
        return value.ToString(format, CultureInfo.InvariantCulture) + " " + Units[unit];
    }

    /// <summary><c>41.3 MB/s</c>.</summary>
    public static string Rate(double bytesPerSecond) => Size((long)bytesPerSecond) + "/s";

    /// <summary><c>350 ms</c>, <c>2.4 s</c>, <c>1 min 05 s</c>, <c>3 h 12 min</c>, <c>4 d 02 h</c>.</summary>
    public static string Duration(TimeSpan duration)
    {
        if (duration < TimeSpan.Zero) return "-" + Duration(duration.Negate());
        var text = CultureInfo.InvariantCulture;
        return duration switch
        {
            { TotalMilliseconds: < 999.5 } => string.Create(text, $"{duration.TotalMilliseconds:0} ms"),
            { TotalSeconds: < 9.95 } => string.Create(text, $"{duration.TotalSeconds:0.0} s"),
            { TotalSeconds: < 59.5 } => string.Create(text, $"{duration.TotalSeconds:0} s"),
            { TotalMinutes: < 60 } => Pair((long)Math.Round(duration.TotalSeconds), 60, "min", "s"),
            { TotalHours: < 24 } => Pair((long)duration.TotalMinutes, 60, "h", "min"),
            _ => Pair((long)duration.TotalHours, 24, "d", "h"),
        };
    }

    private static string Pair(long value, long divisor, string large, string small) =>
        string.Create(CultureInfo.InvariantCulture, $"{value / divisor} {large} {value % divisor:00} {small}");
}

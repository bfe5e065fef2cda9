using System.Globalization;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Operations.Reporting;

/// <summary>Values as a report shows them.</summary>
internal static class ReportText
{
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan? duration) => duration is { } known ? Readable.Duration(known) : "";

    public static string Sign(ReportTone tone) => tone switch { ReportTone.Good => "✓", ReportTone.Warn => "!", ReportTone.Bad => "✗", _ => "–" };
}

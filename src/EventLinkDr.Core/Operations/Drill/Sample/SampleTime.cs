namespace EventLinkDr.Operations.Drill.Sample;

/// <summary>Times of the sample: always the same, in 2026, with microseconds.</summary>
internal static class SampleTime
{
    private static readonly DateTime Begin = new(2026, 1, 1, 6, 0, 0, DateTimeKind.Utc);

    public static DateTime At(long row, int stepSeconds) =>
        Begin.AddTicks(row * stepSeconds % (360L * 24 * 3600) * TimeSpan.TicksPerSecond + row * 7_919 % 1_000_000 * TimeSpan.TicksPerMicrosecond);
}

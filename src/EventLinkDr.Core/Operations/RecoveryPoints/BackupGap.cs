using EventLinkDr.Diagnostics;

namespace EventLinkDr.Operations.RecoveryPoints;

/// <summary>A time without a backup that was longer than the objective allows.</summary>
/// <param name="From">The backup before it (UTC).</param>
/// <param name="To">The backup after it, or now (UTC).</param>
public sealed record BackupGap(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>How long it was.</summary>
    public TimeSpan Duration => To - From;

    /// <summary><c>2 d 03 h from 2026-11-20 02:00Z</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Readable.Duration(Duration)} from {From.UtcDateTime:yyyy-MM-dd HH:mm}Z");
}

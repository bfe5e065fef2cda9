using EventLinkDr.Diagnostics;

namespace EventLinkDr.Model;

/// <summary>The outcome of a verification, as the sidecar <c>….proof-&lt;stamp&gt;.json</c> keeps it.</summary>
/// <param name="Level">How thorough it was.</param>
/// <param name="Time">When it ended (UTC).</param>
/// <param name="Passed">Whether the backup held.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="ErrorId">Id of the error when it did not pass.</param>
/// <param name="ToolVersion">Version of this software.</param>
/// <param name="Phases">Durations by phase.</param>
public sealed record BackupProof(VerificationLevel Level, DateTimeOffset Time, bool Passed, TimeSpan Duration, string? ErrorId, string ToolVersion,
    IReadOnlyList<PhaseDuration> Phases)
{
    /// <summary><c>Restore passed 2026-11-23 07:45:00Z</c>.</summary>
    public override string ToString() => $"{Level} {(Passed ? "passed" : "failed")} {Time.UtcDateTime:u}";
}

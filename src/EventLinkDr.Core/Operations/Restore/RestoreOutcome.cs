using EventLinkDr.Model;
using EventLinkDr.Postgres.Load;

namespace EventLinkDr.Operations.Restore;

/// <summary>What one way of restoring found out.</summary>
/// <param name="Proof">The proof.</param>
/// <param name="Loaded">What was sent.</param>
/// <param name="Stopped">When the old database stopped accepting writes; null when there was none.</param>
/// <param name="SafetyBackup">The backup taken before; null when none was.</param>
internal sealed record RestoreOutcome(ProofReport Proof, LoadResult Loaded, DateTimeOffset? Stopped, string? SafetyBackup = null);

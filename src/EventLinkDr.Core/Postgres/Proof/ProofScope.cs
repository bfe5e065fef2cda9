using EventLinkDr.Model;

namespace EventLinkDr.Postgres.Proof;

/// <summary>What part of a backup a proof covers.</summary>
/// <param name="Tables">Which tables; null for all.</param>
/// <param name="Sequences">Which sequences; null for all.</param>
/// <param name="LargeObjects">Whether large objects are compared.</param>
internal sealed record ProofScope(Func<BackupTable, bool>? Tables = null, Func<BackupSequence, bool>? Sequences = null, bool LargeObjects = true)
{
    /// <summary>Everything.</summary>
    public static ProofScope Whole { get; } = new();
}

using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Verify;

/// <summary>The outcome of a verification.</summary>
public sealed record VerificationResult
{
    /// <summary>The backup, with this outcome as its newest proof.</summary>
    public required BackupSet Backup { get; init; }

    /// <summary>How thorough it was.</summary>
    public required VerificationLevel Level { get; init; }

    /// <summary>Whether the backup held.</summary>
    public bool Passed => Error is null;

    /// <summary>What is wrong with the backup; null when it held.</summary>
    public DrException? Error { get; init; }

    /// <summary>Id of the error; null when the backup held.</summary>
    public string? ErrorId => Error?.Id;

    /// <summary>
    /// Whether there was a manifest to compare with. A dump of somebody else can be whole and restorable, but nothing says what it held.
    /// </summary>
    public bool Compared => Backup.FileSha256 is not null;

    /// <summary>Tables looked at; 0 at the level Checksum.</summary>
    public int Tables { get; init; }

    /// <summary>Rows counted; 0 at the level Checksum.</summary>
    public long Rows { get; init; }

    /// <summary>What reading the throwaway database back showed; null below the level Restore.</summary>
    public ProofReport? Proof { get; init; }

    /// <summary>Path of the sidecar that keeps the outcome; null where none was written.</summary>
    public string? ProofPath { get; init; }

    /// <summary>When it ended (UTC).</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Durations by phase.</summary>
    public required IReadOnlyList<PhaseDuration> Phases { get; init; }

    /// <summary><c>eventlink-….sql.gz: Content passed</c>.</summary>
    public override string ToString() => $"{Backup}: {Level} {(Passed ? "passed" : $"failed, {ErrorId}")}";
}

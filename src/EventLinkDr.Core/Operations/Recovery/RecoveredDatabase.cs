using EventLinkDr.Model;

namespace EventLinkDr.Operations.Recovery;

/// <summary>What the restore of a recovery brought back.</summary>
public sealed record RecoveredDatabase
{
    /// <summary>The database.</summary>
    public required string Database { get; init; }

    /// <summary>What reading it back showed.</summary>
    public required ProofReport Proof { get; init; }

    /// <summary>The name under which the replaced database is kept; null when there was none.</summary>
    public string? PreviousDatabase { get; init; }

    /// <summary>What it lacks, each in one sentence.</summary>
    public IReadOnlyList<string> Omitted { get; init; } = [];

    /// <summary>From the backup's snapshot to the swap; null when there was no old database, or it was not seen.</summary>
    public TimeSpan? LossUntilSwap { get; init; }
}

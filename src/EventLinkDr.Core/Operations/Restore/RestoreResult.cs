using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Restore;

/// <summary>A restore that was made.</summary>
public sealed record RestoreResult
{
    /// <summary>How.</summary>
    public required RestoreMode Mode { get; init; }

    /// <summary>The backup.</summary>
    public required BackupSet Backup { get; init; }

    /// <summary>The database that holds its content now.</summary>
    public required string Database { get; init; }

    /// <summary>What reading it back showed.</summary>
    public required ProofReport Proof { get; init; }

    /// <summary>The verdict of the proof.</summary>
    public ProofOutcome Outcome => Proof.Outcome;

    /// <summary>The name under which the replaced database is kept; null when none is.</summary>
    public string? PreviousDatabase { get; init; }

    /// <summary>The backup that was taken before an in-place restore; null when none was.</summary>
    public string? SafetyBackup { get; init; }

    /// <summary>Services that were stopped and started.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Rows restored.</summary>
    public long Rows => Proof.Tables.Sum(table => table.FoundRows);

    /// <summary>What the restored database lacks, each in one sentence.</summary>
    public IReadOnlyList<string> Omitted { get; init; } = [];

    /// <summary>Time from the begin until the services were healthy.</summary>
    public required TimeSpan MeasuredRecoveryTime { get; init; }

    /// <summary>
    /// Time from the backup's snapshot to the moment the old database stopped accepting writes: what was written in it is lost, or stays in the
    /// kept database. Null when there was no old database or the backup does not say when it was made.
    /// </summary>
    public TimeSpan? MeasuredDataLoss { get; init; }

    /// <summary>Durations by phase.</summary>
    public required IReadOnlyList<PhaseDuration> Phases { get; init; }

    /// <summary><c>eventlink from eventlink-….sql.gz: Proven</c>.</summary>
    public override string ToString() => $"{Database} from {Backup}: {Outcome}";
}

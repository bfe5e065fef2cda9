using EventLinkDr.Model;
using EventLinkDr.Operations.Replication;

namespace EventLinkDr.Operations.Recovery;

/// <summary>A recovery that has ended, well or not.</summary>
public sealed record RecoveryResult
{
    /// <summary>The deployment.</summary>
    public required string Target { get; init; }

    /// <summary>Whether every step that was not left out is done.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>Id of the run.</summary>
    public required Guid Run { get; init; }

    /// <summary>Full path or address of the backup that was restored; null when a standby was promoted.</summary>
    public string? Backup { get; init; }

    /// <summary>The instant of its snapshot (UTC).</summary>
    public DateTimeOffset? BackupTime { get; init; }

    /// <summary>The standby that becomes the primary; null when a backup is restored.</summary>
    public string? Standby { get; init; }

    /// <summary>When the run began (UTC).</summary>
    public required DateTimeOffset Begun { get; init; }

    /// <summary>When it ended or stopped (UTC).</summary>
    public required DateTimeOffset Ended { get; init; }

    /// <summary>How often it was interrupted and gone on with.</summary>
    public int Resumed { get; init; }

    /// <summary>What became of every step.</summary>
    public required IReadOnlyList<RecoveryStepResult> Steps { get; init; }

    /// <summary>The backup of the database as it was; null when none was taken.</summary>
    public string? FinalBackup { get; init; }

    /// <summary>What was restored; null when that step was not reached or left out.</summary>
    public RecoveredDatabase? Restored { get; init; }

    /// <summary>How the standby became the primary, and what that cost; null when that step was not reached or left out.</summary>
    public SwitchResult? Promoted { get; init; }

    /// <summary>Schema revision of the database afterwards.</summary>
    public string? Revision { get; init; }

    /// <summary>Schema revision before the migration; null when none was made.</summary>
    public string? MigratedFrom { get; init; }

    /// <summary>File that keeps alembic's output; null when no migration was made.</summary>
    public string? MigrationLog { get; init; }

    /// <summary>What the checks showed; null when they were not reached.</summary>
    public HealthReport? Health { get; init; }

    /// <summary>From the begin until students could register again, interruptions included; null while they cannot.</summary>
    public TimeSpan? MeasuredRecoveryTime { get; init; }

    /// <summary>
    /// From the backup's snapshot until nothing was written to the old database any more; null when nobody saw that moment. After a promotion,
    /// what the switch measured.
    /// </summary>
    public TimeSpan? MeasuredDataLoss { get; init; }

    /// <summary>
    /// From the backup's snapshot, or the last transaction that the standby replayed, to the begin of the recovery: what the loss is at most where
    /// it could not be measured.
    /// </summary>
    public TimeSpan? DataLossAtMost { get; init; }

    /// <summary>How much data may be lost, as time; null for no objective.</summary>
    public TimeSpan? RpoObjective { get; init; }

    /// <summary>How long it may take; null for no objective.</summary>
    public TimeSpan? RtoObjective { get; init; }

    /// <summary>Whether the loss is within its objective.</summary>
    public ObjectiveOutcome RpoOutcome => RpoObjective is null ? ObjectiveOutcome.NotSet
        : MeasuredDataLoss is { } loss ? (loss <= RpoObjective ? ObjectiveOutcome.Met : ObjectiveOutcome.Missed)
        : DataLossAtMost <= RpoObjective ? ObjectiveOutcome.Met : ObjectiveOutcome.Unknown;

    /// <summary>Whether the time is within its objective.</summary>
    public ObjectiveOutcome RtoOutcome => RtoObjective is null ? ObjectiveOutcome.NotSet
        : MeasuredRecoveryTime is { } time ? (time <= RtoObjective ? ObjectiveOutcome.Met : ObjectiveOutcome.Missed)
        : Ended - Begun > RtoObjective ? ObjectiveOutcome.Missed : ObjectiveOutcome.Unknown;

    /// <summary>The verdict of the proof.</summary>
    public ProofOutcome? Proof => Restored?.Proof.Outcome;

    /// <summary>Version of the server; null when it was not reached.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>Version of this software.</summary>
    public string ToolVersion { get; init; } = EventLinkDr.ToolVersion.Current;

    /// <summary>File or address of the journal.</summary>
    public required string JournalPath { get; init; }

    /// <summary><c>eventlink on 127.0.0.1:5432: recovered</c>.</summary>
    public override string ToString() => $"{Target}: {(Succeeded ? "recovered" : "not recovered")}";
}

using EventLinkDr.Model;
using EventLinkDr.Operations.Replication;

namespace EventLinkDr.Operations.Recovery;

/// <summary>What a recovery keeps in its journal. Never a secret.</summary>
internal sealed record RecoveryRecord
{
    public required string Target { get; init; }

    /// <summary>Full path or address of the backup; null when a standby is promoted.</summary>
    public string? BackupPath { get; init; }

    public string? BackupName { get; init; }

    public DateTimeOffset? BackupTime { get; init; }

    /// <summary>The server that is promoted, for a person; null when a backup is restored.</summary>
    public string? Promotes { get; init; }

    /// <summary>The same as it was named; null where the name could hold a password.</summary>
    public string? Standby { get; init; }

    /// <summary>Run of the last switch of these servers before this recovery's own; null when there was none.</summary>
    public Guid? FormerSwitch { get; init; }

    /// <summary>File of the journal of this recovery's own switch.</summary>
    public string? SwitchJournal { get; init; }

    public SwitchResult? Promoted { get; init; }

    public bool BackupHasManifest { get; init; }

    public IReadOnlyList<RecoveryStepResult> Steps { get; init; } = [];

    public TimeSpan? RpoObjective { get; init; }

    public TimeSpan? RtoObjective { get; init; }

    /// <summary>How often the run was gone on with.</summary>
    public int Resumed { get; init; }

    /// <summary>When nothing could write to the old database any more; null while it can, or where that is not known.</summary>
    public DateTimeOffset? WritesStopped { get; init; }

    /// <summary>Whether somebody else was connected then, so that the swap is what counts.</summary>
    public bool OthersConnected { get; init; }

    public string? FinalBackup { get; init; }

    /// <summary>Whether a restore has begun.</summary>
    public bool RestoreBegun { get; init; }

    /// <summary>OID of the database before the restore; null when there was none.</summary>
    public uint? OldDatabase { get; init; }

    public RecoveredDatabase? Restored { get; init; }

    public string? Revision { get; init; }

    public string? MigratedFrom { get; init; }

    public string? MigrationLog { get; init; }

    public HealthReport? Health { get; init; }

    /// <summary>When students could register again.</summary>
    public DateTimeOffset? Recovered { get; init; }

    public string? ServerVersion { get; init; }

    /// <summary>What it recovers from, for a person.</summary>
    public string Source() => Promotes is not null ? $"by promoting {Promotes}" : $"from {BackupName}";

    public RecoveryStepResult StepOf(RecoveryStepName name) => Steps.FirstOrDefault(step => step.Name == name) ?? new RecoveryStepResult(name, RecoveryStepStatus.Pending);

    public RecoveryRecord With(RecoveryStepResult result) => this with { Steps = [.. Steps.Where(step => step.Name != result.Name).Append(result).OrderBy(step => step.Name)] };

    public bool Ended(RecoveryStepName name) => StepOf(name).Status is RecoveryStepStatus.Done or RecoveryStepStatus.Skipped;
}

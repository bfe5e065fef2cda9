using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Recovery;

namespace EventLinkDr.Operations.Drill;

/// <summary>A drill on a copy of a deployment that was run.</summary>
public sealed record DeploymentDrillResult
{
    /// <summary>Whether every step that was not left out is done.</summary>
    public bool Passed => Failure is null;

    /// <summary>The deployment.</summary>
    public required string Target { get; init; }

    /// <summary>The server it ran on.</summary>
    public required string Server { get; init; }

    /// <summary>Whether a copy of the backend took part.</summary>
    public required bool WithBackend { get; init; }

    /// <summary>Full path or address of the backup that was restored.</summary>
    public required string Backup { get; init; }

    /// <summary>The instant of its snapshot (UTC).</summary>
    public required DateTimeOffset BackupTime { get; init; }

    /// <summary>When the runbook began (UTC).</summary>
    public required DateTimeOffset Begun { get; init; }

    /// <summary>What became of every step of the runbook.</summary>
    public required IReadOnlyList<RecoveryStepResult> Steps { get; init; }

    /// <summary>Which step failed, and how; null when the drill passed.</summary>
    public string? Failure { get; init; }

    /// <summary>What to do about it; null when the drill passed.</summary>
    public string? Remedy { get; init; }

    /// <summary>The last lines of the backend's log when the drill failed; secrets are taken out.</summary>
    public IReadOnlyList<string> BackendLog { get; init; } = [];

    /// <summary>What was restored; null when that step was not reached.</summary>
    public RecoveredDatabase? Restored { get; init; }

    /// <summary>The verdict of the proof.</summary>
    public ProofOutcome? Proof => Restored?.Proof.Outcome;

    /// <summary>Schema revision of the restored database afterwards.</summary>
    public string? Revision { get; init; }

    /// <summary>Schema revision before the migration; null when none was made.</summary>
    public string? MigratedFrom { get; init; }

    /// <summary>File that keeps alembic's output; null when no migration was made.</summary>
    public string? MigrationLog { get; init; }

    /// <summary>What the checks showed; null when they were not reached.</summary>
    public HealthReport? Health { get; init; }

    /// <summary>From the first step until students could have registered; without a backend, until the checks passed. Null when that was not reached.</summary>
    public TimeSpan? MeasuredRecoveryTime { get; init; }

    /// <summary>Age of the backup's snapshot when the runbook began: what would have been lost. Null for a foreign dump, which does not say.</summary>
    public TimeSpan? MeasuredDataLoss { get; init; }

    /// <summary>How much data may be lost, as time; null for no objective.</summary>
    public TimeSpan? RpoObjective { get; init; }

    /// <summary>How long it may take; null for no objective.</summary>
    public TimeSpan? RtoObjective { get; init; }

    /// <summary>Whether the loss is within its objective.</summary>
    public ObjectiveOutcome RpoOutcome => Judge(MeasuredDataLoss, RpoObjective);

    /// <summary>Whether the time is within its objective.</summary>
    public ObjectiveOutcome RtoOutcome => Judge(MeasuredRecoveryTime, RtoObjective);

    /// <summary>How long it took in all, making and removing the copy included.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Durations of the drill's own phases, in order.</summary>
    public required IReadOnlyList<PhaseDuration> Phases { get; init; }

    /// <summary>What was left out, each in one sentence.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Version of this software.</summary>
    public string ToolVersion { get; init; } = EventLinkDr.ToolVersion.Current;

    /// <summary><c>drill on a copy of … passed</c>.</summary>
    public override string ToString() => $"drill on a copy of {Target} {(Passed ? "passed" : "failed")}";

    private static ObjectiveOutcome Judge(TimeSpan? measured, TimeSpan? objective) =>
        objective is null ? ObjectiveOutcome.NotSet : measured is null ? ObjectiveOutcome.Unknown : measured <= objective ? ObjectiveOutcome.Met : ObjectiveOutcome.Missed;
}

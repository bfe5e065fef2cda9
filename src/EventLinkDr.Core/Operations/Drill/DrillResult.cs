using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Drill;

/// <summary>A drill that was run.</summary>
public sealed record DrillResult
{
    /// <summary>Whether what came back is, row for row, what was destroyed.</summary>
    public bool Passed => Differences.Count == 0;

    /// <summary>The server it ran on.</summary>
    public required string Server { get; init; }

    /// <summary>Tables compared.</summary>
    public required int Tables { get; init; }

    /// <summary>Rows compared.</summary>
    public required long Rows { get; init; }

    /// <summary>Bytes of the backup as plain SQL.</summary>
    public required long RawSize { get; init; }

    /// <summary>Bytes of the backup file.</summary>
    public required long BackupSize { get; init; }

    /// <summary>What differs from what was destroyed, each in one sentence; empty when the drill passed.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>What reading the restored tables back showed, by the manifest.</summary>
    public required ProofOutcome Proof { get; init; }

    /// <summary>Time from the loss of the database until it served again, proven.</summary>
    public required TimeSpan MeasuredRecoveryTime { get; init; }

    /// <summary>Time from the backup's snapshot to the loss: what was written in it would be lost.</summary>
    public required TimeSpan MeasuredDataLoss { get; init; }

    /// <summary>How long it took in all.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Durations of the drill's own phases, in order.</summary>
    public required IReadOnlyList<PhaseDuration> Phases { get; init; }

    /// <summary>Commands that reach what was left standing and that remove it; empty when everything is gone.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary><c>drill on … passed</c>.</summary>
    public override string ToString() => $"drill on {Server} {(Passed ? "passed" : "failed")}";
}

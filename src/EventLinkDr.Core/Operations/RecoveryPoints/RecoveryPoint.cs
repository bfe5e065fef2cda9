using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.RecoveryPoints;

/// <summary>How far back a recovery would go now, measured against what must hold.</summary>
public sealed record RecoveryPoint
{
    /// <summary>The database; null when there is no backup that says one.</summary>
    public string? Database { get; init; }

    /// <summary>Whether every objective holds.</summary>
    public bool Met => Missed.Count == 0;

    /// <summary>What does not hold, one sentence each.</summary>
    public required IReadOnlyList<string> Missed { get; init; }

    /// <summary>When this was measured, by the clock of this host (UTC).</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>How much time may pass without a backup.</summary>
    public required TimeSpan RpoObjective { get; init; }

    /// <summary>The newest complete backup; null when there is none.</summary>
    public BackupSet? Newest { get; init; }

    /// <summary>What would be lost now: the time since the newest complete backup.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>The newest backup that passed a proof of the level asked for and failed none since; null when there is none.</summary>
    public BackupSet? NewestProven { get; init; }

    /// <summary>That proof.</summary>
    public BackupProof? Proof { get; init; }

    /// <summary>Time since the newest proof of any backup.</summary>
    public TimeSpan? ProofAge { get; init; }

    /// <summary>The newest complete backup that lies off this host; null when there is none.</summary>
    public BackupSet? NewestOffHost { get; init; }

    /// <summary>Time since the newest backup off the host was taken.</summary>
    public TimeSpan? OffHostAge { get; init; }

    /// <summary>Times without a backup that were longer than the objective, newest first.</summary>
    public required IReadOnlyList<BackupGap> Gaps { get; init; }

    /// <summary>Complete backups that were looked at.</summary>
    public required int Backups { get; init; }

    /// <summary><c>eventlink: objectives hold, newest backup 6 h 00 min old</c>.</summary>
    public override string ToString() =>
        $"{Database ?? "no database"}: {(Met ? "objectives hold" : "objectives do not hold")}, {(Age is { } age ? $"newest backup {Readable.Duration(age)} old" : "no backup")}";
}

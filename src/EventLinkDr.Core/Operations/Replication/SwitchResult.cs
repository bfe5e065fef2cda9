using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Replication;

/// <summary>A switch that was made or taken back.</summary>
public sealed record SwitchResult
{
    /// <summary>How it ended.</summary>
    public required SwitchOutcome Outcome { get; init; }

    /// <summary>Planned, or after a loss.</summary>
    public required SwitchMode Mode { get; init; }

    /// <summary>The database.</summary>
    public required string Database { get; init; }

    /// <summary>The server that was the primary.</summary>
    public required string OldPrimary { get; init; }

    /// <summary>The server that was the standby.</summary>
    public required string NewPrimary { get; init; }

    /// <summary>Timeline of the new primary; null when nothing was promoted.</summary>
    public int? Timeline { get; init; }

    /// <summary>Where the log of the new primary leaves that of the old one: everything before is there, nothing after. Null when nothing was promoted.</summary>
    public LogSequenceNumber? PromotedAt { get; init; }

    /// <summary>End of the old primary's log; null where it could not be learnt.</summary>
    public LogSequenceNumber? FinalLsn { get; init; }

    /// <summary>Bytes of the old primary's log that are lost; null where they are not known.</summary>
    public long? LostBytes { get; init; }

    /// <summary>From the last transaction that is there to the last one of the old primary; null where it is not known.</summary>
    public TimeSpan? MeasuredDataLoss { get; init; }

    /// <summary>When the last transaction that is there was committed on the old primary (UTC).</summary>
    public DateTimeOffset? LastReplayedCommit { get; init; }

    /// <summary>Whether the old primary is proven to accept no writes.</summary>
    public bool OldPrimaryFenced { get; init; }

    /// <summary>Whether it stays so over every restart.</summary>
    public bool OldPrimaryClosed { get; init; }

    /// <summary>Where the services point now; null where nothing pointed them.</summary>
    public string? ServiceAddress { get; init; }

    /// <summary>Services that were stopped and started.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>From the begin until the new primary took writes and the services were healthy.</summary>
    public TimeSpan MeasuredRecoveryTime { get; init; }

    /// <summary>Whether an interrupted switch was gone on with.</summary>
    public bool Resumed { get; init; }

    /// <summary>Durations by phase, of this command.</summary>
    public required IReadOnlyList<PhaseDuration> Phases { get; init; }

    /// <summary><c>Switched from db1:5432 to db2:5432</c>.</summary>
    public override string ToString() => $"{Outcome} from {OldPrimary} to {NewPrimary}";
}

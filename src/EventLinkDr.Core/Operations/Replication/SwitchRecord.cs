using EventLinkDr.Model;

namespace EventLinkDr.Operations.Replication;

/// <summary>What the journal of a switch remembers.</summary>
internal sealed record SwitchRecord
{
    public required SwitchMode Mode { get; init; }

    public required string Database { get; init; }

    public required string Primary { get; init; }

    public required string Standby { get; init; }

    public required string SystemIdentifier { get; init; }

    /// <summary>The timeline before the promotion.</summary>
    public required int Timeline { get; init; }

    /// <summary>Services that ran at the begin.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Databases that this run makes read-only.</summary>
    public IReadOnlyList<FencedDatabase> Fenced { get; init; } = [];

    /// <summary>Transaction that made them so, on the old primary: it is no data of anybody's.</summary>
    public long? FenceTransaction { get; init; }

    /// <summary>Whether the old primary was proven to refuse writes.</summary>
    public bool FenceProven { get; init; }

    /// <summary>When the old primary stopped accepting writes, by its own clock.</summary>
    public DateTimeOffset? Stopped { get; init; }

    /// <summary>Whether this run closes the old primary from outside, and whether it ran before.</summary>
    public bool Closes { get; init; }

    public bool RanBefore { get; init; }

    /// <summary>Whether it was closed from outside, and is.</summary>
    public bool Closed { get; init; }

    /// <summary>End of the old primary's log once it was fenced.</summary>
    public LogSequenceNumber? FinalLsn { get; init; }

    /// <summary>Number of its next transaction then: a later one shows that somebody wrote.</summary>
    public string? NextTransaction { get; init; }

    /// <summary>When the last transaction of the old primary was committed, our own not counted; null where it does not track that.</summary>
    public DateTimeOffset? LastCommit { get; init; }

    /// <summary>When the last transaction that the standby replayed was committed.</summary>
    public DateTimeOffset? LastReplayedCommit { get; init; }

    public LogSequenceNumber? PromotedAt { get; init; }

    public int? NewTimeline { get; init; }

    /// <summary>Where the services point now.</summary>
    public string? ServiceAddress { get; init; }
}

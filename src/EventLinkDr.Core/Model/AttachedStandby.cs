namespace EventLinkDr.Model;

/// <summary>A standby that receives the log from a server, as that server sees it.</summary>
public sealed record AttachedStandby
{
    /// <summary>Name it gave (<c>application_name</c>).</summary>
    public required string Name { get; init; }

    /// <summary>Where it connects from; null over a local socket.</summary>
    public string? Address { get; init; }

    /// <summary><c>streaming</c>, <c>catchup</c>, <c>backup</c>…; null where we may not see it.</summary>
    public string? State { get; init; }

    /// <summary><c>async</c>, <c>sync</c>, <c>quorum</c>, <c>potential</c>; null where we may not see it.</summary>
    public string? SyncState { get; init; }

    /// <summary>What was sent to it.</summary>
    public LogSequenceNumber? SentLsn { get; init; }

    /// <summary>What it has on disk.</summary>
    public LogSequenceNumber? FlushedLsn { get; init; }

    /// <summary>What it has replayed.</summary>
    public LogSequenceNumber? ReplayedLsn { get; init; }

    /// <summary>Bytes of log that it has not replayed.</summary>
    public long? LagBytes { get; init; }

    /// <summary>How long the last replay took to be confirmed; null while nothing is written.</summary>
    public TimeSpan? Lag { get; init; }

    /// <summary>Its name.</summary>
    public override string ToString() => Address is null ? Name : $"{Name} at {Address}";
}

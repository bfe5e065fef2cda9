namespace EventLinkDr.Model;

/// <summary>A server's place in replication at one moment.</summary>
public sealed record ReplicationStatus
{
    /// <summary>The server.</summary>
    public required string Server { get; init; }

    /// <summary>The moment, by the server's clock (UTC).</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Primary or standby.</summary>
    public required ServerRole Role { get; init; }

    /// <summary>Identifier that a primary shares with all its standbys, and with nobody else.</summary>
    public required string SystemIdentifier { get; init; }

    /// <summary>Timeline; each promotion begins a new one.</summary>
    public required int Timeline { get; init; }

    /// <summary>End of the log on disk; null on a standby.</summary>
    public LogSequenceNumber? CurrentLsn { get; init; }

    /// <summary>What a standby has on disk; null on a primary.</summary>
    public LogSequenceNumber? ReceivedLsn { get; init; }

    /// <summary>What a standby has replayed; null on a primary.</summary>
    public LogSequenceNumber? ReplayedLsn { get; init; }

    /// <summary>End of the primary's log as it last told this standby; null while they are not connected, and on a primary.</summary>
    public LogSequenceNumber? PrimaryLsn { get; init; }

    /// <summary>When the last transaction that a standby has replayed was committed (UTC).</summary>
    public DateTimeOffset? LastReplayedCommit { get; init; }

    /// <summary>Bytes of log that a standby has not replayed, as far as it knows; null while it does not hear from its primary, and on a primary.</summary>
    public long? LagBytes { get; init; }

    /// <summary>Age of the last replayed transaction while there is more to replay, else zero; null where <see cref="LagBytes"/> is.</summary>
    public TimeSpan? Lag { get; init; }

    /// <summary>Whether somebody has paused the replay.</summary>
    public bool ReplayPaused { get; init; }

    /// <summary>State of a standby's connection to its primary (<c>streaming</c>); null where there is none or we may not see it.</summary>
    public string? Receiver { get; init; }

    /// <summary>The standbys that receive the log from this server.</summary>
    public IReadOnlyList<AttachedStandby> Standbys { get; init; } = [];

    /// <summary>In a few words: <c>streaming</c>, <c>paused</c>, <c>no primary</c>; of a primary, how many standbys follow it.</summary>
    public string Summary => Role == ServerRole.Standby ? ReplayPaused ? "paused" : Receiver ?? "no primary"
        : Standbys.Count switch { 0 => "no standby", 1 => "1 standby", var count => $"{count} standbys" };

    /// <summary><c>eventlink@10.0.0.5:5432: Standby, streaming</c>.</summary>
    public override string ToString() => $"{Server}: {Role}, {Summary}";
}

using EventLinkDr.Operations.Journal;

namespace EventLinkDr.Operations.Replication;

/// <summary>How to switch.</summary>
public sealed record SwitchOptions
{
    /// <summary>Does not wait for the old primary; what the standby has not received is lost, and stated.</summary>
    public bool Failover { get; init; }

    /// <summary>Goes on where the loss is larger than <see cref="MaximumLag"/>, or nothing proves that the old primary accepts no writes.</summary>
    public bool AcceptDataLoss { get; init; }

    /// <summary>Bytes of log that the standby may be behind at the begin; in a failover, that may be lost.</summary>
    public long MaximumLag { get; init; } = 16 * 1024 * 1024;

    /// <summary>Finishes an interrupted switch.</summary>
    public bool Resume { get; init; }

    /// <summary>Takes an interrupted switch back.</summary>
    public bool RollBack { get; init; }

    /// <summary>Address under which the services reach the new primary, <c>host:port</c>; null for the one we use ourselves.</summary>
    public string? ServiceAddress { get; init; }

    /// <summary>Where the journal is: a file, a directory or the address of a store; null for a file in the state directory, named after the pair.</summary>
    public string? JournalPath { get; init; }

    /// <summary>How long the standby may take to replay what the old primary has written.</summary>
    public TimeSpan CatchUpTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the promotion may take, and then the first write.</summary>
    public TimeSpan PromoteTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the old primary may take to stop in order.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The same where it is known already; wins.</summary>
    internal JournalLocation? Journal { get; init; }

    /// <summary>Leaves the services stopped: whoever switches as a part of something larger starts them.</summary>
    internal bool HoldServices { get; init; }

    /// <summary>Makes it a failover by itself where the primary does not answer.</summary>
    internal bool FailoverWhereLost { get; init; }

    /// <summary>How long a server may take to answer before it counts as unreachable.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);
}

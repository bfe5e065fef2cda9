using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Journal;

namespace EventLinkDr.Operations.Replication;

/// <summary>What the planner of a switch is told.</summary>
internal sealed record SwitchFacts
{
    public required string Database { get; init; }

    public required string PrimaryName { get; init; }

    public required string StandbyName { get; init; }

    /// <summary>Null when it cannot be reached.</summary>
    public ReplicationStatus? Primary { get; init; }

    public string? PrimaryProblem { get; init; }

    /// <summary>Null when it cannot be reached.</summary>
    public ReplicationStatus? Standby { get; init; }

    public string? StandbyProblem { get; init; }

    public bool MayPromote { get; init; } = true;

    /// <summary>How long the standby holds replay back on purpose.</summary>
    public TimeSpan ApplyDelay { get; init; }

    /// <summary>The standby's <c>synchronous_standby_names</c>: in force once it is the primary.</summary>
    public string SynchronousStandbys { get; init; } = "";

    /// <summary>Roles whose own settings would let them write through the fence.</summary>
    public IReadOnlyList<string> RolesBeyondFence { get; init; } = [];

    public required InstanceFenceStatus Fence { get; init; }

    public required string FenceName { get; init; }

    public required IReadOnlyList<string> Services { get; init; }

    /// <summary>What points the services at a server; null where there is nothing to point.</summary>
    public string? RedirectName { get; init; }

    /// <summary>What a person has to do besides to point the services.</summary>
    public IReadOnlyList<string> RedirectNotes { get; init; } = [];

    /// <summary>Where the services reach the standby; null where that is not known.</summary>
    public string? ServiceHost { get; init; }

    public required int ServicePort { get; init; }

    /// <summary>Whether a restore or another switch runs.</summary>
    public bool Busy { get; init; }

    public required string JournalPath { get; init; }

    /// <summary>The same, to be opened.</summary>
    public JournalLocation? Journal { get; init; }

    /// <summary>The journal of an interrupted switch.</summary>
    public JournalContent<SwitchRecord>? Unfinished { get; init; }

    /// <summary>Identifier of the pair.</summary>
    public string SystemIdentifier => Standby?.SystemIdentifier ?? Primary!.SystemIdentifier;
}

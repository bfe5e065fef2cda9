using EventLinkDr.Model;
using EventLinkDr.Operations.Journal;
using EventLinkDr.Operations.Replication;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Operations.Schema;

namespace EventLinkDr.Operations.Recovery;

/// <summary>What the planner of a recovery is told.</summary>
internal sealed record RecoveryFacts
{
    public required string Target { get; init; }

    public required string Database { get; init; }

    /// <summary>The backup, opened where it is encrypted: with what its manifest says. Null when a standby is promoted.</summary>
    public BackupSet? Backup { get; init; }

    /// <summary>The backup as the catalog lists it.</summary>
    public BackupSet? Listed { get; init; }

    /// <summary>The server that is promoted, for a person; null when a backup is restored.</summary>
    public string? Promotes { get; init; }

    /// <summary>Schema revision of what is brought back: the backup's, or the standby's; null where there is none, or it cannot be read.</summary>
    public string? Revision { get; init; }

    public required JournalLocation Journal { get; init; }

    public string JournalPath => Journal.Path;

    /// <summary>What an unfinished run has done; null when there is none.</summary>
    public RecoveryRecord? Unfinished { get; init; }

    /// <summary>Where that run stopped, for a person.</summary>
    public string? UnfinishedPlace { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? UnfinishedBegun { get; init; }

    /// <summary>What the last finished run of this deployment took, by step.</summary>
    public IReadOnlyDictionary<RecoveryStepName, TimeSpan> LastDurations { get; init; } = new Dictionary<RecoveryStepName, TimeSpan>();

    public bool DatabaseExists { get; init; }

    public int Tables { get; init; }

    /// <summary>Whether there is a compose project, with a flag to set and services to stop.</summary>
    public bool HasProject { get; init; }

    /// <summary>Whether the project has a container of the backend.</summary>
    public bool HasBackend { get; init; }

    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Where the final backup goes, for a person.</summary>
    public string? Destination { get; init; }

    /// <summary>What the code knows; null where it cannot be asked.</summary>
    public CodeRevisions? Code { get; init; }

    /// <summary>How the schema revision of what is brought back stands to the code.</summary>
    public SchemaRelation Relation => Code?.Relate(Revision) ?? SchemaRelation.Unknown;

    /// <summary>Heads of the code; empty where not known.</summary>
    public IReadOnlyList<string> CodeHeads => Code?.Heads ?? [];

    /// <summary>The restore as it would be made now; null when it has been made.</summary>
    public RestorePlan? Restore { get; init; }

    /// <summary>The switch as it would be made now; null when it has been made.</summary>
    public SwitchPlan? Switch { get; init; }

    public required DateTimeOffset Now { get; init; }
}

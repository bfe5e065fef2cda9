using EventLinkDr.Model;
using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Operations.Restore;

/// <summary>What the planner of a restore is told.</summary>
internal sealed record RestoreFacts
{
    /// <summary>The server, for a person.</summary>
    public required string Server { get; init; }

    /// <summary>The deployment's database.</summary>
    public required string Database { get; init; }

    public required ServerState State { get; init; }

    public required ContentFacts Content { get; init; }

    /// <summary>The deployment's database as it is; null when there is none.</summary>
    public ExistingDatabase? Existing { get; init; }

    /// <summary>Properties of the server's own template: what a database has that nothing is known of.</summary>
    public required DatabaseProperties Template { get; init; }

    /// <summary>Null unless the restore is in place.</summary>
    public InPlaceFacts? InPlace { get; init; }

    /// <summary>Whether another restore or undo of the database runs.</summary>
    public bool Busy { get; init; }

    public IReadOnlyList<string> Services { get; init; } = [];

    public LeftoverReport Leftovers { get; init; } = LeftoverReport.Empty;

    /// <summary>Free bytes on the server's volume; null where they cannot be seen.</summary>
    public long? FreeSpace { get; init; }

    /// <summary>Whether the running code knows the backup's schema revision; null where that cannot be told.</summary>
    public bool? RevisionKnown { get; init; }

    /// <summary>Whether a safety backup can be taken.</summary>
    public bool CanTakeSafetyBackup { get; init; }

    /// <summary>Processors of this host.</summary>
    public int Cores { get; init; } = 1;
}

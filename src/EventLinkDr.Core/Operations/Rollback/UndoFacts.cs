using EventLinkDr.Operations.Restore;
using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Operations.Rollback;

/// <summary>What the planner of an undo is told.</summary>
internal sealed record UndoFacts
{
    public required string Server { get; init; }

    public required string Database { get; init; }

    /// <summary>The database that serves now; null when there is none.</summary>
    public DatabaseIdentity? Current { get; init; }

    public SwapBlockers? CurrentBlockers { get; init; }

    /// <summary>The kept databases, newest first.</summary>
    public required IReadOnlyList<MarkedDatabase> Kept { get; init; }

    /// <summary>What blocks the one chosen; null when none was.</summary>
    public SwapBlockers? KeptBlockers { get; init; }

    /// <summary>Whether the chosen one is closed to writes by default.</summary>
    public bool KeptIsFenced { get; init; }

    public required IReadOnlyCollection<string> DatabaseNames { get; init; }

    public required bool Busy { get; init; }

    public required bool InRecovery { get; init; }

    public required IReadOnlyList<string> Services { get; init; }

    public required LeftoverReport Leftovers { get; init; }

    /// <summary>The server's clock.</summary>
    public required DateTimeOffset Time { get; init; }
}

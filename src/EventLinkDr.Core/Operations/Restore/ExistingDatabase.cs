using EventLinkDr.Model;
using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Operations.Restore;

/// <summary>The database that a restore replaces.</summary>
internal sealed record ExistingDatabase
{
    public required DatabaseIdentity Database { get; init; }

    public required DatabaseProperties Properties { get; init; }

    public required SwapBlockers Blockers { get; init; }

    /// <summary>Bytes on disk; null where the user may not know.</summary>
    public long? Size { get; init; }
}

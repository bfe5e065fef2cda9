using EventLinkDr.Model;

namespace EventLinkDr.Operations.Backup;

/// <summary>What the data file turned out to hold.</summary>
internal sealed record BackupContent(Guid Id, IReadOnlyList<BackupTable> Tables, IReadOnlyList<BackupSequence> Sequences,
    BackupLargeObjects? LargeObjects, IReadOnlyList<string> Excluded);

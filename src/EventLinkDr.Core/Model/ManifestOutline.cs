namespace EventLinkDr.Model;

/// <summary>What the catalog needs of a manifest, whether or not anybody asks for the rest.</summary>
internal sealed record ManifestOutline
{
    public required int FormatVersion { get; init; }

    public required Guid Id { get; init; }

    public required string FileName { get; init; }

    public required long FileLength { get; init; }

    public required string FileSha256 { get; init; }

    public required string Database { get; init; }

    public required string SystemIdentifier { get; init; }

    public required DateTimeOffset SnapshotTime { get; init; }

    public required DateTimeOffset Finished { get; init; }

    public string? Revision { get; init; }

    public static ManifestOutline Of(BackupManifest manifest) => new()
    {
        FormatVersion = manifest.FormatVersion, Id = manifest.Id, FileName = manifest.FileName, FileLength = manifest.FileLength, FileSha256 = manifest.FileSha256,
        Database = manifest.Database, SystemIdentifier = manifest.SystemIdentifier, SnapshotTime = manifest.SnapshotTime, Finished = manifest.Finished, Revision = manifest.Revision,
    };

    public static ManifestOutline Of(SealedManifest manifest) => new()
    {
        FormatVersion = manifest.FormatVersion, Id = manifest.Id, FileName = manifest.FileName, FileLength = manifest.FileLength, FileSha256 = manifest.FileSha256,
        Database = manifest.Database, SystemIdentifier = manifest.SystemIdentifier, SnapshotTime = manifest.SnapshotTime, Finished = manifest.Finished,
    };
}

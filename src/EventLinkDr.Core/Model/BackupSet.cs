namespace EventLinkDr.Model;

/// <summary>A backup as the catalog lists it.</summary>
public sealed record BackupSet
{
    /// <summary>File name of the data: <c>eventlink-20261123T074500Z.sql.gz</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Full path or URI of the data; binds to <c>-Path</c> of the next command.</summary>
    public required string Path { get; init; }

    /// <summary>State without reading the data.</summary>
    public required BackupState State { get; init; }

    /// <summary>The instant of the snapshot (UTC); for a foreign dump what its name says, else when the file was written.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Length of the data file in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Database it was made of; null where the name does not tell.</summary>
    public string? Database { get; init; }

    /// <summary>Schema revision (alembic) inside; null where not known.</summary>
    public string? Revision { get; init; }

    /// <summary>Why the state is what it is, when it is not Complete.</summary>
    public string? Detail { get; init; }

    /// <summary>When the data was written where it lies (UTC), which for a copy is later than it was taken.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>The newest proof found beside it; null when it was never proven since it was made.</summary>
    public BackupProof? Proof { get; init; }

    /// <summary>Every proof found beside it, newest first.</summary>
    public IReadOnlyList<BackupProof> Proofs { get; init; } = [];

    /// <summary>Whether retention leaves it alone.</summary>
    public bool Pinned { get; init; }

    /// <summary>The manifest; null unless Complete or Damaged, and while it is encrypted and no key was given.</summary>
    public BackupManifest? Manifest
    {
        get => Content?.Read();
        init => Content = value is null ? null : new ManifestContent(value);
    }

    /// <summary>What can be read of the manifest of an encrypted backup without the key; null when it is not encrypted.</summary>
    public SealedManifest? Sealed { get; init; }

    /// <summary>Whether it is encrypted.</summary>
    public bool Encrypted { get; init; }

    /// <summary>Whether the store did not let us look, so that nobody knows what it is.</summary>
    internal bool IsUnread { get; init; }

    /// <summary>Id of the backup; null where there is no manifest.</summary>
    public Guid? Id => Content?.Outline.Id ?? Sealed?.Id;

    /// <summary>The manifest, which a listing keeps packed.</summary>
    internal ManifestContent? Content { get; init; }

    /// <summary>System identifier of the cluster; null where there is no manifest.</summary>
    internal string? SystemIdentifier => Content?.Outline.SystemIdentifier ?? Sealed?.SystemIdentifier;

    /// <summary>End of the data; null where there is no manifest.</summary>
    internal DateTimeOffset? Finished => Content?.Outline.Finished ?? Sealed?.Finished;

    /// <summary>SHA-256 that the data file should have; null where there is no manifest.</summary>
    internal string? FileSha256 => Content?.Outline.FileSha256 ?? Sealed?.FileSha256;

    /// <summary>Length that the data file should have; null where there is no manifest.</summary>
    internal long? FileLength => Content?.Outline.FileLength ?? Sealed?.FileLength;

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

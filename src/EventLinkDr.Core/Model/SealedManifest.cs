namespace EventLinkDr.Model;

/// <summary>
/// The manifest of an encrypted backup as those see it who have no key: enough to list it, to verify its bytes and to decide how long it is
/// kept. Tables, digests and everything else are encrypted in it to the recipients of the backup.
/// </summary>
public sealed record SealedManifest
{
    /// <summary>Version of the manifest's format.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>Id of the backup.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name of the data file.</summary>
    public required string FileName { get; init; }

    /// <summary>Length of the data file as it is stored, in bytes.</summary>
    public required long FileLength { get; init; }

    /// <summary>SHA-256 of the data file as it is stored, lower-case hexadecimal.</summary>
    public required string FileSha256 { get; init; }

    /// <summary>Version of this software.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>Database it was made of.</summary>
    public required string Database { get; init; }

    /// <summary>System identifier of the cluster: databases of one name on two servers are kept apart.</summary>
    public required string SystemIdentifier { get; init; }

    /// <summary>The instant of the snapshot by the server's clock (UTC).</summary>
    public required DateTimeOffset SnapshotTime { get; init; }

    /// <summary>Begin by the clock of the host that ran the backup (UTC).</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>End of the data by that clock (UTC).</summary>
    public required DateTimeOffset Finished { get; init; }

    /// <summary>The whole manifest, encrypted; empty in a list of backups, where it would take more memory than all the rest.</summary>
    public required ReadOnlyMemory<byte> Sealed { get; init; }

    /// <summary>Name of the file it describes.</summary>
    public override string ToString() => FileName;
}

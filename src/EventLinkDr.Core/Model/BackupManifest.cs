namespace EventLinkDr.Model;

/// <summary>
/// What a backup is and holds. Written last; its presence means that the backup is complete. Format: <c>docs/reference/manifest.md</c>.
/// </summary>
public sealed record BackupManifest
{
    /// <summary>Version of the manifest's format.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>Id of the backup; stands in the first line of the file too.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name of the data file.</summary>
    public required string FileName { get; init; }

    /// <summary>Length of the data file in bytes.</summary>
    public required long FileLength { get; init; }

    /// <summary>SHA-256 of the data file, lower-case hexadecimal.</summary>
    public required string FileSha256 { get; init; }

    /// <summary>Version of this software.</summary>
    public required string ToolVersion { get; init; }

    /// <summary><c>parallel</c>, or <c>parallel+pg_dump</c> where some data went through pg_dump.</summary>
    public required string Engine { get; init; }

    /// <summary>Database it was made of.</summary>
    public required string Database { get; init; }

    /// <summary>Version of the server: <c>15.18</c>.</summary>
    public required string ServerVersion { get; init; }

    /// <summary>Version of the pg_dump that wrote the definitions.</summary>
    public required string PgDumpVersion { get; init; }

    /// <summary>System identifier of the cluster.</summary>
    public required string SystemIdentifier { get; init; }

    /// <summary>The instant of the snapshot by the server's clock (UTC).</summary>
    public required DateTimeOffset SnapshotTime { get; init; }

    /// <summary>Position in the write-ahead log at the snapshot: <c>0/3000060</c>.</summary>
    public required string SnapshotLsn { get; init; }

    /// <summary>Timeline at the snapshot.</summary>
    public required int Timeline { get; init; }

    /// <summary>Begin by the clock of the host that ran the backup (UTC).</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>End of the data by that clock (UTC).</summary>
    public required DateTimeOffset Finished { get; init; }

    /// <summary>Schema revision (alembic); null where the database has none.</summary>
    public string? Revision { get; init; }

    /// <summary>Id of the backend's image; null outside a compose project.</summary>
    public string? BackendImage { get; init; }

    /// <summary>Whether owners were left out.</summary>
    public bool NoOwner { get; init; }

    /// <summary>Whether privileges were left out.</summary>
    public bool NoPrivilege { get; init; }

    /// <summary>Tables whose rows were left out on request (<c>schema.name</c>).</summary>
    public IReadOnlyList<string> ExcludedTableData { get; init; } = [];

    /// <summary>Client encoding of the text in the file.</summary>
    public required string Encoding { get; init; }

    /// <summary>Properties of the database itself.</summary>
    public required DatabaseProperties Properties { get; init; }

    /// <summary>Roles a restore needs.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Extensions a restore needs, with their versions.</summary>
    public IReadOnlyDictionary<string, string> Extensions { get; init; } = new Dictionary<string, string>();

    /// <summary>Tables with their rows, digests and columns.</summary>
    public required IReadOnlyList<BackupTable> Tables { get; init; }

    /// <summary>Sequences with their states.</summary>
    public IReadOnlyList<BackupSequence> Sequences { get; init; } = [];

    /// <summary>Large objects; null where there are none.</summary>
    public BackupLargeObjects? LargeObjects { get; init; }

    /// <summary>The gzip members of the file, in the order they stand in.</summary>
    public required IReadOnlyList<BackupMember> Members { get; init; }

    /// <summary>Name of the file it describes.</summary>
    public override string ToString() => FileName;
}

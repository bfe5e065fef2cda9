using EventLinkDr.Model;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Operations.Restore;

/// <summary>What is known of a backup before it is loaded.</summary>
internal sealed record ContentFacts
{
    /// <summary>The backup as the catalog lists it.</summary>
    public required BackupSet Backup { get; init; }

    /// <summary>Version of the server it was made of; null where it does not say.</summary>
    public PostgresVersion? ServerVersion { get; init; }

    /// <summary>Client encoding of its text; null where it does not say: then that of the database.</summary>
    public string? Encoding { get; init; }

    /// <summary>Roles it names.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Extensions it creates.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>Tables with rows in it (<c>schema.name</c>); null where not known before it is read.</summary>
    public IReadOnlyList<string>? Tables { get; init; }

    public bool HasLargeObjects { get; init; }

    /// <summary>Bytes of the rows as text; null where not known.</summary>
    public long? RowBytes { get; init; }

    /// <summary>Properties of the database it was made of; null where it does not carry them.</summary>
    public DatabaseProperties? Properties { get; init; }

    /// <summary>Statements of the dump about the database itself, to be applied to the one restored.</summary>
    public IReadOnlyList<DatabaseStatement> DatabaseStatements { get; init; } = [];

    /// <summary>The manifest; null for a foreign dump.</summary>
    public BackupManifest? Manifest => Backup.Manifest;
}

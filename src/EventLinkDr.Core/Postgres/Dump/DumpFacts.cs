using EventLinkDr.Model;

namespace EventLinkDr.Postgres.Dump;

/// <summary>What is known of a dump after it was read once; nothing has run yet.</summary>
internal sealed record DumpFacts
{
    /// <summary>Version of the server it was made from; null where it does not say.</summary>
    public PostgresVersion? ServerVersion { get; init; }

    /// <summary>Version of the pg_dump that made it.</summary>
    public PostgresVersion? PgDumpVersion { get; init; }

    /// <summary>Encoding of its text as it declares it; null where it does not: then that of the database.</summary>
    public string? ClientEncoding { get; init; }

    /// <summary>Length of its text in bytes.</summary>
    public long TextLength { get; init; }

    /// <summary>Statements in it, COPY blocks not counted.</summary>
    public long Statements { get; init; }

    /// <summary>Tables with rows, in the order of the dump.</summary>
    public IReadOnlyList<DumpTable> Tables { get; init; } = [];

    /// <summary>Tables it creates (<c>schema.name</c>), partitioned ones too.</summary>
    public IReadOnlyList<QualifiedName> DefinedTables { get; init; } = [];

    /// <summary>Schemas it creates.</summary>
    public IReadOnlyList<string> Schemas { get; init; } = [];

    /// <summary>Extensions it creates.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>Roles it names.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Tablespaces it names.</summary>
    public IReadOnlyList<string> Tablespaces { get; init; } = [];

    /// <summary>States it gives to sequences.</summary>
    public IReadOnlyList<BackupSequence> Sequences { get; init; } = [];

    /// <summary>Large objects it creates.</summary>
    public long LargeObjects { get; init; }

    /// <summary>Schema revision (alembic); null where there is none.</summary>
    public string? Revision { get; init; }

    /// <summary>The database that a dump with <c>-C</c> creates; null in other dumps.</summary>
    public string? CreatedDatabase { get; init; }

    /// <summary>Properties of that database, to be applied to the one restored, in the order of the dump; CREATE and DROP are not among them.</summary>
    public IReadOnlyList<DatabaseStatement> DatabaseStatements { get; init; } = [];
}

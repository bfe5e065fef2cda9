namespace EventLinkDr.Operations.Schema;

/// <summary>Schema revisions: in the database, in the code, in a backup, and how they stand to each other.</summary>
public sealed record SchemaStatus
{
    /// <summary>The deployment.</summary>
    public required string Target { get; init; }

    /// <summary>Revision in the database; null where there is none.</summary>
    public string? Database { get; init; }

    /// <summary>Heads of the backend's code; empty where they are not known.</summary>
    public IReadOnlyList<string> Code { get; init; } = [];

    /// <summary>How the database stands to the code.</summary>
    public SchemaRelation Relation { get; init; }

    /// <summary>Revision in the backup that was asked about.</summary>
    public string? Backup { get; init; }

    /// <summary>How that backup stands to the code; null when none was asked about.</summary>
    public SchemaRelation? BackupRelation { get; init; }

    /// <summary>Why something is not known; null when everything is.</summary>
    public string? Detail { get; init; }

    /// <summary><c>eventlink on 127.0.0.1:5432: 0021_y, Same</c>.</summary>
    public override string ToString() => $"{Target}: {Database ?? "no revision"}, {Relation}";
}

namespace EventLinkDr.Operations.Schema;

/// <summary>What the planner of an update is told.</summary>
internal sealed record SchemaUpdateFacts
{
    public required string Target { get; init; }

    public required string? Revision { get; init; }

    /// <summary>Null where the code cannot be asked.</summary>
    public required CodeRevisions? Code { get; init; }

    /// <summary>Why the code is not known.</summary>
    public string? CodeUnknown { get; init; }

    /// <summary>Services that run now.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Where the safety backup goes; null where there is no place for one.</summary>
    public string? BackupDestination { get; init; }
}

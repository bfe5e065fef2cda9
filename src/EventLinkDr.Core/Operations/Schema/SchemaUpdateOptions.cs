namespace EventLinkDr.Operations.Schema;

/// <summary>How a schema is updated.</summary>
public sealed record SchemaUpdateOptions
{
    /// <summary>Takes no backup before.</summary>
    public bool SkipSafetyBackup { get; init; }
}

namespace EventLinkDr.Postgres.Databases;

/// <summary>Which database takes whose name.</summary>
internal sealed record SwapRequest
{
    /// <summary>The name that clients use.</summary>
    public required string Name { get; init; }

    /// <summary>The database that has it now; null when none has.</summary>
    public DatabaseIdentity? Old { get; init; }

    /// <summary>The name the old one gets.</summary>
    public required string OldBecomes { get; init; }

    /// <summary>The comment the old one gets.</summary>
    public string? OldComment { get; init; }

    /// <summary>The database that takes the name.</summary>
    public required DatabaseIdentity New { get; init; }

    /// <summary>The comment it gets.</summary>
    public string? NewComment { get; init; }
}

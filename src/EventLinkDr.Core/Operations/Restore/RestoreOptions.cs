namespace EventLinkDr.Operations.Restore;

/// <summary>How a backup is restored.</summary>
public sealed record RestoreOptions
{
    /// <summary>The mode; null for <see cref="RestoreMode.NewDatabase"/> where <see cref="NewName"/> or <see cref="Tables"/> is given, else <see cref="RestoreMode.Swap"/>.</summary>
    public RestoreMode? Mode { get; init; }

    /// <summary>Name of the new database; null for one made out of the database's name and the time.</summary>
    public string? NewName { get; init; }

    /// <summary>The tables to restore (<c>schema.name</c>); empty for all. Makes a new database.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>Sessions that load and prove; null for the number of cores, at most 8.</summary>
    public int? Jobs { get; init; }

    /// <summary>Leaves owners and grants out whose roles the server lacks.</summary>
    public bool SkipMissingRole { get; init; }

    /// <summary>Takes no backup before an in-place restore.</summary>
    public bool SkipSafetyBackup { get; init; }
}

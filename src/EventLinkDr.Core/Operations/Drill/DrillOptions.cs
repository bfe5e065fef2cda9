namespace EventLinkDr.Operations.Drill;

/// <summary>How a drill is run.</summary>
public sealed record DrillOptions
{
    /// <summary>Size of the sample database: 1 is about 50 MB as plain SQL.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Sessions that back up, load and prove; null for the number of cores, at most 8.</summary>
    public int? Jobs { get; init; }

    /// <summary>Major version of PostgreSQL; null for the newest at hand.</summary>
    public int? Major { get; init; }

    /// <summary>Leaves server and backup standing.</summary>
    public bool Keep { get; init; }
}

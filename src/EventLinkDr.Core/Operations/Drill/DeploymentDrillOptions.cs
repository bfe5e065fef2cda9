namespace EventLinkDr.Operations.Drill;

/// <summary>How a drill on a copy of a deployment is run.</summary>
public sealed record DeploymentDrillOptions
{
    /// <summary>Sessions that load and prove; null for the number of cores, at most 8.</summary>
    public int? Jobs { get; init; }

    /// <summary>Email of the probe student, as the backup has it; null leaves login and registration out.</summary>
    public string? ProbeEmail { get; init; }

    /// <summary>Password of the probe student.</summary>
    public string? ProbePassword { internal get; init; }

    /// <summary>How long the copy's backend may take to be healthy.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How much data may be lost, as time; null for no objective.</summary>
    public TimeSpan? RpoObjective { get; init; }

    /// <summary>How long it may take; null for no objective.</summary>
    public TimeSpan? RtoObjective { get; init; }

    /// <summary>File of a report, written whether the drill passes or not; null for none.</summary>
    public string? ReportPath { get; init; }

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{nameof(DeploymentDrillOptions)} {{ Jobs = {Jobs}, Deadline = {Deadline} }}";
}

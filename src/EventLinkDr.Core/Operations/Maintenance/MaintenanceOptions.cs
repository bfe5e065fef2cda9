namespace EventLinkDr.Operations.Maintenance;

/// <summary>How maintenance is switched.</summary>
public sealed record MaintenanceOptions
{
    /// <summary>On or off.</summary>
    public required bool Enabled { get; init; }

    /// <summary>With maintenance on: stops the worker and makes the database read-only by default. Off lifts a fence in any case.</summary>
    public bool WriteFence { get; init; }

    /// <summary>Edits <c>.env</c> only.</summary>
    public bool NoRecreate { get; init; }

    /// <summary>Run instead of the recreation, for those who deploy otherwise.</summary>
    public Func<CancellationToken, Task>? Reload { get; init; }

    /// <summary>Root of the API; null to find the backend's own address.</summary>
    public Uri? Api { get; init; }

    /// <summary>Email of the probe student; null leaves the effect unproven.</summary>
    public string? ProbeEmail { get; init; }

    /// <summary>Password of the probe student.</summary>
    public string? ProbePassword { internal get; init; }

    /// <summary>How long the backend may take to be healthy.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{nameof(MaintenanceOptions)} {{ Enabled = {Enabled}, WriteFence = {WriteFence} }}";
}

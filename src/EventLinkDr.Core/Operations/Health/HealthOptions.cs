using EventLinkDr.Model;

namespace EventLinkDr.Operations.Health;

/// <summary>What to look at, and how patiently.</summary>
public sealed record HealthOptions
{
    /// <summary>Root of the API; null when the deployment has none that can be reached.</summary>
    public Uri? Api { get; init; }

    /// <summary>Email of the probe student; null to leave out what needs a login.</summary>
    public string? ProbeEmail { get; init; }

    /// <summary>Password of the probe student.</summary>
    public string? ProbePassword { get; init; }

    /// <summary>Backup whose tables must be there with at least its rows; null to compare nothing.</summary>
    public BackupManifest? Backup { get; init; }

    /// <summary>Head revision of the running code; null when it is not known.</summary>
    public string? CodeRevision { get; init; }

    /// <summary>Registers the probe student for an event and takes it back.</summary>
    public bool TestRegistration { get; init; }

    /// <summary>A write fence is up: the database must refuse writes, and a login cannot work.</summary>
    public bool ExpectWriteFence { get; init; }

    /// <summary>How long one request or query may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a failed request is repeated.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Polls until everything passes or this much time is over; null to look once.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{nameof(HealthOptions)} {{ Api = {Api} }}";
}

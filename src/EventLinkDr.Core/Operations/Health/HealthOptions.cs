using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Health;

/// <summary>What to look at, and how patiently.</summary>
public sealed record HealthOptions
{
    /// <summary>Root of the API; null to find it by the backend's container.</summary>
    public Uri? Api { get; init; }

    /// <summary>Email of the probe student; null to leave out what needs a login.</summary>
    public string? ProbeEmail { get; init; }

    /// <summary>Password of the probe student.</summary>
    public string? ProbePassword { internal get; init; }

    /// <summary>Backup whose tables must be there with at least its rows; null to compare nothing.</summary>
    public BackupManifest? Backup { get; init; }

    /// <summary>Head revision of the running code; null to ask the running backend.</summary>
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

    /// <summary>The manifest that tables are compared with.</summary>
    /// <exception cref="DrException"><c>KeyMissing</c>, <c>OptionsInvalid</c>: it has none that can be read.</exception>
    public static BackupManifest ManifestOf(BackupSet backup)
    {
        ArgumentNullException.ThrowIfNull(backup);
        return backup.Manifest ?? (backup.Encrypted
            ? throw new DrException(ErrorTable.KeyMissing, $"the tables of {backup.Name} are encrypted") { Subject = backup }
            : throw new DrException(ErrorTable.OptionsInvalid, $"{backup.Name} has no manifest, so there are no rows to compare with") { Subject = backup, Remedy = "Give a complete backup, or leave -Backup out." });
    }

    /// <summary>The error of a report that is not healthy; null for one that is.</summary>
    public static DrException? ErrorOf(HealthReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.Healthy) return null;
        var failed = report.Checks.Where(check => check.Status == HealthStatus.Fail).ToList();
        if (failed.Count == 0) return new DrException(ErrorTable.DeploymentUnhealthy, "no check could be made") { Subject = report };
        return new DrException(ErrorTable.DeploymentUnhealthy, "not healthy: " + string.Join("; ", failed.Select(check => $"{check.Name}: {check.Detail.TrimEnd('.')}")))
        {
            Subject = report,
            Remedy = string.Join(" ", failed.Select(check => check.Remedy).OfType<string>().Distinct()),
        };
    }

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{nameof(HealthOptions)} {{ Api = {Api} }}";
}

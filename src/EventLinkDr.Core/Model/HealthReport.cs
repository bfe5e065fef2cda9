namespace EventLinkDr.Model;

/// <summary>All checks of a deployment at one moment.</summary>
/// <param name="Target">The deployment.</param>
/// <param name="Time">When the last check ended (UTC).</param>
/// <param name="Checks">By check, in the order they ran.</param>
public sealed record HealthReport(string Target, DateTimeOffset Time, IReadOnlyList<HealthCheckResult> Checks)
{
    /// <summary>The worst verdict; what was skipped does not count.</summary>
    public HealthStatus Status => Checks.Select(check => check.Status).Where(status => status != HealthStatus.Skip).DefaultIfEmpty(HealthStatus.Skip).Max();

    /// <summary>Whether students can use the deployment: nothing failed.</summary>
    public bool Healthy => Status is HealthStatus.Pass or HealthStatus.Warn;

    /// <summary><c>eventlink on 127.0.0.1:5432: Pass</c>.</summary>
    public override string ToString() => $"{Target}: {Status}";
}

using EventLinkDr.Model;

namespace EventLinkDr.Operations.Health;

/// <summary>Short forms of the four verdicts.</summary>
internal static class Verdict
{
    public static HealthCheckResult Pass(string name, string detail) => new() { Name = name, Status = HealthStatus.Pass, Detail = detail };

    public static HealthCheckResult Skip(string name, string why) => new() { Name = name, Status = HealthStatus.Skip, Detail = why };

    public static HealthCheckResult Warn(string name, string detail, string remedy) =>
        new() { Name = name, Status = HealthStatus.Warn, Detail = detail, Remedy = remedy };

    public static HealthCheckResult Fail(string name, string detail, string remedy) =>
        new() { Name = name, Status = HealthStatus.Fail, Detail = detail, Remedy = remedy };
}

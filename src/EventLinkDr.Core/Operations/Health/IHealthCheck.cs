using EventLinkDr.Model;

namespace EventLinkDr.Operations.Health;

/// <summary>Looks at one side of a deployment. A <see cref="Diagnostics.DrException"/> it throws becomes a failed result of its name.</summary>
internal interface IHealthCheck
{
    /// <summary>Name of the result when the check cannot even begin.</summary>
    string Name { get; }

    /// <summary>How long all of it may take: a table that somebody holds must not hang the checks.</summary>
    TimeSpan Budget => TimeSpan.FromMinutes(3);

    IAsyncEnumerable<HealthCheckResult> LookAsync(CancellationToken cancellationToken);
}

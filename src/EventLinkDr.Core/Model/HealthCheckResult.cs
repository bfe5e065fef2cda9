namespace EventLinkDr.Model;

/// <summary>What one check found.</summary>
public sealed record HealthCheckResult
{
    /// <summary>Stable name of the check: <c>Api</c>, <c>DatabaseReachable</c>, <c>SchemaRevision</c>…</summary>
    public required string Name { get; init; }

    /// <summary>The verdict.</summary>
    public required HealthStatus Status { get; init; }

    /// <summary>What was found, in one sentence.</summary>
    public required string Detail { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What to do; null when there is nothing to do.</summary>
    public string? Remedy { get; init; }

    /// <summary><c>Pass DatabaseReachable: PostgreSQL 15.18 answers</c>.</summary>
    public override string ToString() => $"{Status} {Name}: {Detail}";
}

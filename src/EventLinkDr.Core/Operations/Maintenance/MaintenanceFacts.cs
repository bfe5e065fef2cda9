namespace EventLinkDr.Operations.Maintenance;

/// <summary>What is found before maintenance is switched.</summary>
internal sealed record MaintenanceFacts
{
    public required string Target { get; init; }

    public required string Database { get; init; }

    /// <summary>The project's <c>.env</c>.</summary>
    public required string EnvFile { get; init; }

    /// <summary>Name of the backend's container; null where there is none.</summary>
    public string? Backend { get; init; }

    /// <summary>Containers whose recreation a killed command left half done.</summary>
    public IReadOnlyList<string> Interrupted { get; init; } = [];

    /// <summary>Whether <c>.env</c> does not say yet what it shall say.</summary>
    public bool ChangesFile { get; init; }

    /// <summary>Whether the backend's container must be made anew.</summary>
    public bool Recreates { get; init; }

    /// <summary>Whether it only does not run.</summary>
    public bool Starts { get; init; }

    /// <summary>Whether the database is read-only by default now; null while it is away.</summary>
    public bool? Fenced { get; init; }

    /// <summary>Whether the worker was stopped by a fence of ours.</summary>
    public bool WorkerStopped { get; init; }

    /// <summary>Whether the worker runs.</summary>
    public bool WorkerRuns { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];
}

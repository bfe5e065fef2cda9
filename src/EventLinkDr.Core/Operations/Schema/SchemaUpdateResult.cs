using EventLinkDr.Diagnostics;

namespace EventLinkDr.Operations.Schema;

/// <summary>An update of the schema that was made.</summary>
public sealed record SchemaUpdateResult
{
    /// <summary>The deployment.</summary>
    public required string Target { get; init; }

    /// <summary>Whether anything was done; false when the database was at the code's head already.</summary>
    public required bool Changed { get; init; }

    /// <summary>Revision before.</summary>
    public required string From { get; init; }

    /// <summary>Revision read back afterwards.</summary>
    public required string To { get; init; }

    /// <summary>The backup that was taken before; null when none was.</summary>
    public string? SafetyBackup { get; init; }

    /// <summary>What alembic wrote.</summary>
    public IReadOnlyList<string> Output { get; init; } = [];

    /// <summary>File that keeps it; null when alembic did not run.</summary>
    public string? LogFile { get; init; }

    /// <summary>Services that were stopped and started.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Durations by phase.</summary>
    public IReadOnlyList<PhaseDuration> Phases { get; init; } = [];

    /// <summary><c>eventlink on 127.0.0.1:5432: 0020_x to 0021_y</c>.</summary>
    public override string ToString() => Changed ? $"{Target}: {From} to {To}" : $"{Target}: {To} already";
}

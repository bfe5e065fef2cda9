using EventLinkDr.Diagnostics;

namespace EventLinkDr.Operations.Rollback;

/// <summary>An undo that was made.</summary>
public sealed record UndoResult
{
    /// <summary>The database.</summary>
    public required string Database { get; init; }

    /// <summary>The kept database that serves again, under the name it had while kept.</summary>
    public required string Restored { get; init; }

    /// <summary>The name under which the replaced one is kept; null when there was none.</summary>
    public string? PreviousDatabase { get; init; }

    /// <summary>When the replaced one stopped accepting writes, by the server's clock (UTC).</summary>
    public DateTimeOffset? Stopped { get; init; }

    /// <summary>Services that were stopped and started.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Time from the begin until the services were healthy.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Durations by phase.</summary>
    public required IReadOnlyList<PhaseDuration> Phases { get; init; }

    /// <summary><c>eventlink from eventlink_before_…</c>.</summary>
    public override string ToString() => $"{Database} from {Restored}";
}

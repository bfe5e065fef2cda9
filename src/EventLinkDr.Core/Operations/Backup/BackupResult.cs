using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Backup;

/// <summary>A backup that was made.</summary>
public sealed record BackupResult
{
    /// <summary>The backup, as the catalog lists it.</summary>
    public required BackupSet Backup { get; init; }

    /// <summary>Rows saved.</summary>
    public required long Rows { get; init; }

    /// <summary>Bytes of text before compression.</summary>
    public required long RawSize { get; init; }

    /// <summary>Time from the first connection to the manifest.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Durations by phase.</summary>
    public required IReadOnlyList<PhaseDuration> Phases { get; init; }

    /// <summary>The name of the backup.</summary>
    public override string ToString() => Backup.ToString();
}

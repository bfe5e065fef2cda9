using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Copy;

/// <summary>What became of one backup of a copy.</summary>
public sealed record CopyResult
{
    /// <summary>The copy, as the catalog lists it there; null when there is none.</summary>
    public BackupSet? Backup { get; init; }

    /// <summary>The backup that it was made of.</summary>
    public required BackupSet Source { get; init; }

    /// <summary>What was done about it.</summary>
    public required CopyAction Action { get; init; }

    /// <summary>Whether a complete backup is there now, verified on arrival or found complete.</summary>
    public bool Succeeded => Error is null;

    /// <summary>Bytes sent.</summary>
    public long Bytes { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Why there is no copy; null when there is one.</summary>
    public DrException? Error { get; init; }

    /// <summary><c>Copy eventlink-20261123T074500Z.sql.gz</c>.</summary>
    public override string ToString() => Error is null ? $"{Action} {Source.Name}" : $"{Action} {Source.Name}: {Error.Message}";
}

using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Journal;

namespace EventLinkDr.Operations.Recovery;

/// <summary>Where the journal of a deployment's recoveries is.</summary>
public static class RecoveryJournal
{
    internal const string Succeeded = "succeeded";

    /// <summary>The path given, else one in the state directory, by deployment.</summary>
    public static string PathOf(EventLinkTarget target, string? path)
    {
        ArgumentNullException.ThrowIfNull(target);
        return path is not null ? Path.GetFullPath(path)
            : RunJournal<RecoveryRecord>.PathOf("recovery-" + (target.Project is { } project ? $"{project}-{target.Database}" : $"{target.Host}-{target.Port}-{target.Database}"));
    }

    /// <summary>What an unfinished recovery works with; null when there is none.</summary>
    /// <exception cref="DrException"><c>StateUnreadable</c>.</exception>
    public static UnfinishedRecovery? FindUnfinished(EventLinkTarget target, string? path) =>
        Read(PathOf(target, path)) is { Ended: null } content ? new UnfinishedRecovery(content.Facts.BackupPath, content.Facts.Standby) : null;

    /// <summary>The last recovery as its journal tells it, ended or not; null when there is no journal.</summary>
    /// <exception cref="DrException"><c>StateUnreadable</c>.</exception>
    public static RecoveryResult? ReadLast(EventLinkTarget target, string? path)
    {
        var full = PathOf(target, path);
        return Read(full) is { } content ? RecoveryResults.Of(content, full, content.Outcome == Succeeded) : null;
    }

    internal static JournalContent<RecoveryRecord>? Read(string path) => RunJournal<RecoveryRecord>.Read(path);
}

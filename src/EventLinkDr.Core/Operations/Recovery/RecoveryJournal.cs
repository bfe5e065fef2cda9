using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Journal;
using EventLinkDr.Storage;

namespace EventLinkDr.Operations.Recovery;

/// <summary>Where the journal of a deployment's recoveries is.</summary>
public static class RecoveryJournal
{
    internal const string Succeeded = "succeeded";

    /// <summary>The file or address given, else a file in the state directory, by deployment.</summary>
    /// <exception cref="DrException"><c>LocationInvalid</c>.</exception>
    public static string PathOf(EventLinkTarget target, string? path) => LocationOf(target, path).Path;

    /// <summary>What an unfinished recovery works with; null when there is none.</summary>
    /// <param name="target">The deployment.</param>
    /// <param name="path">File, directory or address of the journal; null for the usual one.</param>
    /// <param name="stores">Opens the store of a journal that is kept in one.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DrException"><c>StateUnreadable</c>, <c>StoreUnavailable</c>.</exception>
    public static async Task<UnfinishedRecovery?> FindUnfinishedAsync(EventLinkTarget target, string? path, IStoreOpener? stores, CancellationToken cancellationToken) =>
        await RunJournal<RecoveryRecord>.ReadAsync(LocationOf(target, path), stores, cancellationToken).ConfigureAwait(false) is { Ended: null } content
            ? new UnfinishedRecovery(content.Facts.BackupPath, content.Facts.Standby) : null;

    /// <summary>The last recovery as its journal tells it, ended or not; null when there is no journal.</summary>
    /// <param name="target">The deployment.</param>
    /// <param name="path">File, directory or address of the journal; null for the usual one.</param>
    /// <param name="stores">Opens the store of a journal that is kept in one.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DrException"><c>StateUnreadable</c>, <c>StoreUnavailable</c>.</exception>
    public static async Task<RecoveryResult?> ReadLastAsync(EventLinkTarget target, string? path, IStoreOpener? stores, CancellationToken cancellationToken)
    {
        var location = LocationOf(target, path);
        return await RunJournal<RecoveryRecord>.ReadAsync(location, stores, cancellationToken).ConfigureAwait(false) is { } content
            ? RecoveryResults.Of(content, location.Path, content.Outcome == Succeeded) : null;
    }

    internal static JournalLocation LocationOf(EventLinkTarget target, string? path)
    {
        ArgumentNullException.ThrowIfNull(target);
        return JournalLocation.Of(path, "recovery-" + (target.Project is { } project ? $"{project}-{target.Database}" : $"{target.Host}-{target.Port}-{target.Database}"));
    }
}

using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Storage;

namespace EventLinkDr.Catalog;

/// <summary>The one backup that a place stands for: the file it names, else the newest in it.</summary>
public static class BackupChoice
{
    /// <summary>The newest that can be restored, with or without a manifest.</summary>
    /// <exception cref="DrException"><c>BackupNotFound</c>, <c>StoreUnavailable</c>.</exception>
    public static Task<BackupSet> NewestAsync(BackupPlace place, CancellationToken cancellationToken) => FindAsync(place, new BackupFilter { Latest = true }, _ => true, cancellationToken);

    /// <summary>The newest complete one.</summary>
    /// <exception cref="DrException"><c>BackupNotFound</c>, <c>StoreUnavailable</c>.</exception>
    public static Task<BackupSet> NewestCompleteAsync(BackupPlace place, CancellationToken cancellationToken) =>
        FindAsync(place, BackupFilter.All, set => set.State == BackupState.Complete, cancellationToken);

    private static async Task<BackupSet> FindAsync(BackupPlace place, BackupFilter filter, Predicate<BackupSet> fits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(place);
        var catalog = new BackupCatalog(place.Store);
        if (place.Name is { } name) return await catalog.GetAsync(name, cancellationToken).ConfigureAwait(false);
        return (await catalog.ListAsync(filter, cancellationToken).ConfigureAwait(false)).FirstOrDefault(set => fits(set))
            ?? throw new DrException(ErrorTable.BackupNotFound, $"there is no backup in {place.Store.Location} that can be restored") { Subject = place.Store.Location };
    }
}

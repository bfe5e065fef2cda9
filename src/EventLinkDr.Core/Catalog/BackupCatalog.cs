using System.Collections.Concurrent;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Storage;

namespace EventLinkDr.Catalog;

/// <summary>The backups in a store. What has a manifest is a backup; everything else that looks like one is listed with the reason why it is none.</summary>
/// <param name="store">The place.</param>
public sealed class BackupCatalog(IBackupStore store)
{
    private const int ReadersAtOnce = 8;

    /// <summary>Lists backups, newest first. Reads manifests, sidecars and the first bytes of other files, never a whole backup.</summary>
    /// <exception cref="DrException"><c>StoreUnavailable</c>.</exception>
    public async Task<IReadOnlyList<BackupSet>> ListAsync(BackupFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var contents = await StoreContents.ReadAsync(store, cancellationToken).ConfigureAwait(false);
        var found = new ConcurrentBag<BackupSet>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = ReadersAtOnce, CancellationToken = cancellationToken };
        var wanted = contents.Entries.Where(entry => entry.MayFit(filter.Name));
        await Parallel.ForEachAsync(wanted, options, async (entry, token) =>
        {
            if (await SetReader.ReadAsync(store, contents, entry, token).ConfigureAwait(false) is { } set) found.Add(set);
        }).ConfigureAwait(false);

        return filter.Apply(found);
    }

    /// <summary>Finds one backup by the name of its data file, or of its manifest.</summary>
    /// <exception cref="DrException"><c>BackupNotFound</c>, <c>StoreUnavailable</c>.</exception>
    public async Task<BackupSet> GetAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        var contents = await StoreContents.ReadAsync(store, cancellationToken).ConfigureAwait(false);
        var entry = contents.Entries.FirstOrDefault(entry => entry.Data?.Name == name || entry.Manifest?.Name == name)
            ?? contents.EntryOfAnyFile(name)
            ?? throw new DrException(ErrorTable.BackupNotFound, $"there is no {name} in {store.Location}") { Subject = store.PathOf(name) };
        return await SetReader.ReadAsync(store, contents, entry, cancellationToken).ConfigureAwait(false)
            ?? throw new DrException(ErrorTable.BackupNotFound, $"{name} has just gone from {store.Location}") { Subject = store.PathOf(name) };
    }
}

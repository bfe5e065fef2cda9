using System.Collections.Concurrent;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Catalog;

/// <summary>The backups in a store. What has a manifest is a backup; everything else that looks like one is listed with the reason why it is none.</summary>
/// <param name="store">The place.</param>
/// <param name="decryption">Opens the manifests of encrypted backups; without it they show what they show to anybody.</param>
public sealed class BackupCatalog(IBackupStore store, BackupDecryption? decryption = null)
{
    // Far from the processor, mostly: what is waited for is the store.
    private const int ReadersAtOnce = 64;

    /// <summary>
    /// Lists backups, newest first. Reads manifests, sidecars and the first bytes of other files, never a whole backup; and where only the
    /// newest are wanted, or those of some time, no more of them than their names leave in question.
    /// </summary>
    /// <exception cref="DrException"><c>StoreUnavailable</c>.</exception>
    public async Task<IReadOnlyList<BackupSet>> ListAsync(BackupFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var contents = await StoreContents.ReadAsync(store, cancellationToken).ConfigureAwait(false);
        var wanted = contents.Entries.Where(entry => entry.MayFit(filter));
        var listed = filter.Limit is { } limit ? await ReadNewestAsync(contents, wanted, filter, limit, cancellationToken).ConfigureAwait(false)
            : filter.Apply(await ReadAsync(contents, wanted, cancellationToken).ConfigureAwait(false));
        return decryption is null ? listed : await OpenAsync(listed, decryption, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds one backup by the name of its data file, or of its manifest.</summary>
    /// <exception cref="DrException">
    /// <c>BackupNotFound</c>, <c>StoreUnavailable</c>; with keys also <c>KeyWrong</c>, <c>PassphraseWrong</c>, <c>EncryptedDataCorrupt</c>, <c>ManifestMismatch</c>.
    /// </exception>
    public async Task<BackupSet> GetAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        var contents = await StoreContents.ReadAsync(store, cancellationToken).ConfigureAwait(false);
        var entry = contents.Entries.FirstOrDefault(entry => entry.Data?.Name == name || entry.Manifest?.Name == name)
            ?? contents.EntryOfAnyFile(name)
            ?? throw new DrException(ErrorTable.BackupNotFound, $"there is no {name} in {store.Location}") { Subject = store.PathOf(name) };
        var set = await SetReader.ReadAsync(store, contents, entry, isOneOfMany: false, cancellationToken).ConfigureAwait(false)
            ?? throw new DrException(ErrorTable.BackupNotFound, $"{name} has just gone from {store.Location}") { Subject = store.PathOf(name) };
        return decryption is null ? set : await EncryptedSet.OpenAsync(store, set, decryption, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyCollection<BackupSet>> ReadAsync(StoreContents contents, IEnumerable<CatalogEntry> entries, CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<BackupSet>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = ReadersAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(entries, options, async (entry, token) =>
        {
            if (await SetReader.ReadAsync(store, contents, entry, isOneOfMany: true, token).ConfigureAwait(false) is { } set) found.Add(set);
        }).ConfigureAwait(false);
        return found;
    }

    /// <summary>Reads the newest first, by their names, until none that is left can be newer than those that were found.</summary>
    private async Task<IReadOnlyList<BackupSet>> ReadNewestAsync(
        StoreContents contents, IEnumerable<CatalogEntry> wanted, BackupFilter filter, int limit, CancellationToken cancellationToken)
    {
        if (limit < 1) return [];
        var left = new Queue<CatalogEntry>(wanted.OrderByDescending(entry => entry.Latest));
        IReadOnlyList<BackupSet> newest = [];
        while (left.Count > 0 && (newest.Count < limit || left.Peek().Latest >= newest[^1].Time))
        {
            var batch = Enumerable.Range(0, Math.Min(ReadersAtOnce, left.Count)).Select(_ => left.Dequeue()).ToList();
            newest = filter.Apply([.. newest, .. await ReadAsync(contents, batch, cancellationToken).ConfigureAwait(false)]);
        }

        return newest;
    }

    /// <summary>Opens what the keys open. A passphrase takes much memory each time, so its holder lets one through after the other.</summary>
    private async Task<IReadOnlyList<BackupSet>> OpenAsync(IReadOnlyList<BackupSet> listed, BackupDecryption keys, CancellationToken cancellationToken)
    {
        var opened = new BackupSet[listed.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = ReadersAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, opened.Length, options, async (index, token) => opened[index] = await OpenAsync(listed[index], keys, token).ConfigureAwait(false)).ConfigureAwait(false);
        return opened;
    }

    private async Task<BackupSet> OpenAsync(BackupSet set, BackupDecryption keys, CancellationToken cancellationToken)
    {
        try
        {
            return await EncryptedSet.OpenAsync(store, set, keys, cancellationToken).ConfigureAwait(false);
        }
        catch (DrException error) when (error.Kind == ErrorTable.KeyWrong || error.Kind == ErrorTable.PassphraseWrong || error.Kind == ErrorTable.KeyMissing)
        {
            return set;
        }
        catch (DrException error) when (error.Kind.ExitCode == ExitCode.BadBackup)
        {
            return set with { State = BackupState.Damaged, Detail = error.Message.TrimEnd('.') };
        }
    }
}

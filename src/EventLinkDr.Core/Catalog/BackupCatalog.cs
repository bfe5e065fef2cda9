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
    private const int ReadersAtOnce = 32;

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

        var listed = filter.Apply(found);
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
        var set = await SetReader.ReadAsync(store, contents, entry, cancellationToken).ConfigureAwait(false)
            ?? throw new DrException(ErrorTable.BackupNotFound, $"{name} has just gone from {store.Location}") { Subject = store.PathOf(name) };
        return decryption is null ? set : await EncryptedSet.OpenAsync(store, set, decryption, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens what the keys open; one by one, for a passphrase takes much memory each time.</summary>
    private async Task<IReadOnlyList<BackupSet>> OpenAsync(IReadOnlyList<BackupSet> listed, BackupDecryption keys, CancellationToken cancellationToken)
    {
        var opened = new List<BackupSet>(listed.Count);
        foreach (var set in listed)
        {
            try
            {
                opened.Add(await EncryptedSet.OpenAsync(store, set, keys, cancellationToken).ConfigureAwait(false));
            }
            catch (DrException error) when (error.Kind == ErrorTable.KeyWrong || error.Kind == ErrorTable.PassphraseWrong || error.Kind == ErrorTable.KeyMissing)
            {
                opened.Add(set);
            }
            catch (DrException error) when (error.Kind.ExitCode == ExitCode.BadBackup)
            {
                opened.Add(set with { State = BackupState.Damaged, Detail = error.Message.TrimEnd('.') });
            }
        }

        return opened;
    }
}

using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Catalog;

/// <summary>Completes what the catalog knows of an encrypted backup with what only the keys show.</summary>
internal static class EncryptedSet
{
    /// <summary>The backup with its manifest; one without a manifest by the first bytes of what it holds.</summary>
    /// <exception cref="DrException">
    /// <c>KeyMissing</c>, <c>KeyWrong</c>, <c>PassphraseWrong</c>, <c>EncryptedDataCorrupt</c>, <c>ManifestMismatch</c>, <c>StoreUnavailable</c>.
    /// </exception>
    public static async Task<BackupSet> OpenAsync(IBackupStore store, BackupSet set, BackupDecryption? decryption, CancellationToken cancellationToken)
    {
        if (!set.Encrypted || set.Content is not null) return set;
        if (decryption is null) throw NoKey(set);
        try
        {
            if (set.Sealed is not { } outside) return set.State is BackupState.Complete ? set : await LookInsideAsync(store, set, decryption, cancellationToken).ConfigureAwait(false);
            // A list keeps no more than the outside.
            if (outside.Sealed.IsEmpty) outside = await ReadAgainAsync(store, set, cancellationToken).ConfigureAwait(false);
            var manifest = await ManifestSeal.OpenAsync(outside, decryption, cancellationToken).ConfigureAwait(false);
            return set with { Content = manifest, Revision = manifest.Outline.Revision };
        }
        catch (DrException error) when (error.Subject is null)
        {
            // Who has many backups must know which one it is about.
            throw new DrException(error.Kind, $"{set.Name}: {error.Message.TrimEnd('.')}", error) { Subject = set.Path };
        }
    }

    public static DrException NoKey(BackupSet set) => new(ErrorTable.KeyMissing, $"{set.Name} is encrypted, and nothing that could open it was given")
    {
        Subject = set.Path, Remedy = "Give -IdentityFile or -Passphrase, or set EVENTLINKDR_IDENTITY_FILE; without a key only the level Checksum can be verified.",
    };

    private static async Task<SealedManifest> ReadAgainAsync(IBackupStore store, BackupSet set, CancellationToken cancellationToken)
    {
        var name = ManifestSerializer.NameFor(set.Name);
        var file = await store.StatAsync(name, cancellationToken).ConfigureAwait(false);
        var bytes = file is null ? null : await SmallFile.ReadAsync(store, file, SetReader.LargestManifest, cancellationToken).ConfigureAwait(false);
        if (bytes is null) throw new DrException(ErrorTable.BackupNotFound, $"{store.PathOf(name)} has just gone") { Subject = set.Path };
        var outside = ManifestSerializer.IsSealed(bytes) ? ManifestSerializer.ReadSealed(bytes, name) : null;
        return outside?.Id == set.Id ? outside! : throw new DrException(ErrorTable.ManifestMismatch, $"{store.PathOf(name)} has just been replaced") { Subject = set.Path };
    }

    private static async Task<BackupSet> LookInsideAsync(IBackupStore store, BackupSet set, BackupDecryption decryption, CancellationToken cancellationToken)
    {
        // A manifest that cannot be read is no reason to look at the data: the set is damaged, whatever that holds.
        if (set.State == BackupState.Damaged) return set;
        var head = await DataFileHead.ReadAsync(new UnsealedStore(store, decryption), set.Name, cancellationToken).ConfigureAwait(false);
        if (head.Id is not null) return set with { State = BackupState.Incomplete, Detail = "it has no manifest" };
        return head.IsDump ? set with { State = BackupState.Foreign, Detail = "made by something else, so unproven" }
            : set with { State = BackupState.Damaged, Detail = "it does not begin as a plain dump does" };
    }
}

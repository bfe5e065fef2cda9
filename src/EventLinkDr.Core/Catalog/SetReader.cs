using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Storage;

namespace EventLinkDr.Catalog;

/// <summary>Works out what one entry of a store is.</summary>
internal static class SetReader
{
    /// <summary>Far more than the manifest of a terabyte needs.</summary>
    public const int LargestManifest = 256 * 1024 * 1024;

    /// <param name="store">The place.</param>
    /// <param name="contents">Its files.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="isOneOfMany">Whether it is read for a list, which must not keep all of every manifest in memory.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when it has gone since the store was listed.</returns>
    public static async Task<BackupSet?> ReadAsync(IBackupStore store, StoreContents contents, CatalogEntry entry, bool isOneOfMany, CancellationToken cancellationToken)
    {
        var set = entry.Manifest is { } manifest
            ? await WithManifestAsync(store, entry.Data, manifest, isOneOfMany, cancellationToken).ConfigureAwait(false)
            : await WithoutManifestAsync(store, entry.Data!, cancellationToken).ConfigureAwait(false);
        if (set is null) return null;
        var proofs = await FindProofsAsync(store, contents.ProofsOf(entry.BaseName), set, entry.Data, cancellationToken).ConfigureAwait(false);
        return set with { Pinned = contents.IsPinned(entry.BaseName), Proof = proofs.Count > 0 ? proofs[0] : null, Proofs = proofs };
    }

    private static async Task<BackupSet?> WithManifestAsync(IBackupStore store, StoredObject? data, StoredObject file, bool isOneOfMany, CancellationToken cancellationToken)
    {
        var name = data?.Name ?? ManifestSerializer.BaseName(file.Name[..^ManifestSerializer.Suffix.Length]) + BackupName.Ending;
        var set = Unknown(store, name, data ?? file) with { State = BackupState.Damaged, Size = data?.Length ?? 0 };
        try
        {
            var unread = set;
            var read = await SmallFile.ReadAsync(store, file, LargestManifest, bytes => Read(unread, bytes.Span, file.Name, isOneOfMany), cancellationToken).ConfigureAwait(false);
            if (read is null) return file.Length > LargestManifest ? set with { Detail = "its manifest is far too large to be one" } : null;
            set = read;
        }
        catch (DrException error) when (error.Kind == ErrorTable.ManifestMismatch || error.Kind == ErrorTable.StoreUnavailable)
        {
            return set with { Detail = error.Message.TrimEnd('.'), IsUnread = error.Kind == ErrorTable.StoreUnavailable };
        }

        if (data is null)
        {
            var missing = set.Content?.Outline.FileName ?? set.Sealed!.FileName;
            return set with
            {
                Name = missing, Path = store.PathOf(missing), State = BackupState.Incomplete, Detail = "its data is not here, only its manifest", Manifest = null, Sealed = null,
            };
        }

        // Without the key nothing would be compared, and the data would pass for anybody's dump.
        if (set is { Sealed: not null, Encrypted: false }) return set with { Sealed = null, Detail = "its manifest is that of an encrypted backup" };
        return data.Length == set.FileLength ? set with { State = BackupState.Complete }
            : set with { Detail = string.Create(CultureInfo.InvariantCulture, $"it is {data.Length} bytes long, and {set.FileLength} by its manifest") };
    }

    private static BackupSet Read(BackupSet set, ReadOnlySpan<byte> bytes, string name, bool isOneOfMany)
    {
        if (ManifestSerializer.IsSealed(bytes))
        {
            var outside = ManifestSerializer.ReadSealed(bytes, name);
            return set with { Time = outside.SnapshotTime, Database = outside.Database, Sealed = isOneOfMany ? outside with { Sealed = default } : outside };
        }

        var manifest = isOneOfMany ? PackedManifest.Read(bytes, name) : new ManifestContent(ManifestSerializer.Read(bytes, name));
        var outline = manifest.Outline;
        return set with { Time = outline.SnapshotTime, Database = outline.Database, Revision = outline.Revision, Content = manifest };
    }

    private static async Task<BackupSet?> WithoutManifestAsync(IBackupStore store, StoredObject data, CancellationToken cancellationToken)
    {
        var set = Unknown(store, data.Name, data);
        if (DataFileName.IsEncrypted(data.Name))
        {
            // The old scripts encrypted nothing, so a name of their form is one of ours.
            return BackupName.TimeOf(data.Name) is not null ? set with { State = BackupState.Incomplete, Detail = "it has no manifest" }
                : set with { State = BackupState.Foreign, Detail = "it is encrypted: what it holds is not known" };
        }

        // Not opened: it may be a pipe, which would be waited for without end.
        if (data.Length == 0) return set with { State = BackupState.Damaged, Detail = "it is empty, or no regular file" };
        try
        {
            var head = await DataFileHead.ReadAsync(store, data.Name, cancellationToken).ConfigureAwait(false);
            if (head.Id is not null) return set with { State = BackupState.Incomplete, Detail = "it has no manifest" };
            return head.IsDump ? set with { State = BackupState.Foreign, Detail = "made by something else, so unproven" }
                : set with { State = BackupState.Damaged, Detail = "it does not begin as a plain dump does" };
        }
        catch (DrException error) when (error.Kind == ErrorTable.BackupNotFound)
        {
            return null;
        }
        catch (DrException error) when (error.Kind == ErrorTable.StoreUnavailable)
        {
            return set with { State = BackupState.Damaged, Detail = error.Message.TrimEnd('.'), IsUnread = true };
        }
    }

    private static BackupSet Unknown(IBackupStore store, string name, StoredObject file) => new()
    {
        Name = name,
        Path = store.PathOf(name),
        State = BackupState.Incomplete,
        Time = BackupName.TimeOf(name) ?? file.Modified,
        Size = file.Length,
        Encrypted = DataFileName.IsEncrypted(name),
        Database = BackupName.DatabaseOf(name),
        Modified = file.Modified,
    };

    private static async Task<IReadOnlyList<BackupProof>> FindProofsAsync(IBackupStore store, IEnumerable<StoredObject> sidecars, BackupSet set, StoredObject? data,
        CancellationToken cancellationToken)
    {
        if (data is null) return [];
        var proofs = new List<BackupProof>();
        foreach (var file in sidecars)
        {
            var sidecar = await ProofSidecar.ReadAsync(store, file, cancellationToken).ConfigureAwait(false);
            if (sidecar is not null && IsOf(sidecar, set.FileSha256, data)) proofs.Add(sidecar.Proof);
        }

        return proofs;
    }

    /// <summary>A manifest knows the bytes; without one the length must do, and that the file was not written since.</summary>
    private static bool IsOf(ProofSidecar sidecar, string? fileSha256, StoredObject data) =>
        sidecar.FileLength == data.Length
        && (fileSha256 is null ? sidecar.FileName == data.Name && sidecar.Proof.Time >= data.Modified : sidecar.FileSha256 == fileSha256);
}

using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Verify;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Copy;

/// <summary>
/// Copies one backup: data first, compared with its manifest while it passes and read back where it arrived, then its proofs, the manifest last.
/// </summary>
internal sealed class SetCopy(IBackupStore source, IBackupStore destination, BackupDecryption? decryption, BackupEncryption? encryption, IOperationObserver observer)
{
    private const int PieceSize = 1024 * 1024;
    private const int LargestManifest = 256 * 1024 * 1024;

    /// <returns>The copy, as the catalog lists it.</returns>
    /// <exception cref="DrException">
    /// <c>BackupCorrupt</c>, <c>BackupTruncated</c>, <c>ManifestMismatch</c>, <c>BackupExists</c>, <c>EncryptedDataCorrupt</c>, <c>KeyMissing</c>, <c>KeyWrong</c>,
    /// <c>StoreUnavailable</c>, <c>StoreFull</c>.
    /// </exception>
    public async Task<BackupSet> RunAsync(CopyItem item, DateTimeOffset? retainUntil, CancellationToken cancellationToken)
    {
        var manifestName = ManifestSerializer.NameFor(item.Name);
        // Opened first: a wrong key must show before anything is sent.
        var opened = encryption is null ? item.Source : await EncryptedSet.OpenAsync(source, item.Source, decryption, cancellationToken).ConfigureAwait(false);
        if (item.Action == CopyAction.Replace) await ClearAsync(item, manifestName, cancellationToken).ConfigureAwait(false);
        var writer = await destination.CreateAsync(item.Name, replace: item.Action == CopyAction.Replace, cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            using var stored = new DigestStream(writer.Content);
            await SendAsync(item.Source, stored, cancellationToken).ConfigureAwait(false);
            var (length, sha256) = (stored.Length, stored.FinishHash());
            if (encryption is null) Compare(item.Source, length, sha256);
            var manifest = encryption is null ? await ReadManifestAsync(item.Source, cancellationToken).ConfigureAwait(false)
                : await ManifestSeal.WriteAsync(opened.Manifest! with { FileName = item.Name, FileLength = length, FileSha256 = sha256 }, encryption, cancellationToken).ConfigureAwait(false);
            await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await StoredFile.EnsureArrivedAsync(destination, item.Name, length, cancellationToken).ConfigureAwait(false);
                await ReadBackAsync(item.Name, length, sha256, cancellationToken).ConfigureAwait(false);
                if (retainUntil is { } until) await destination.RetainAsync(item.Name, until, cancellationToken).ConfigureAwait(false);
                if (encryption is null) await CopyProofsAsync(item, cancellationToken).ConfigureAwait(false);
                await StoredFile.WriteAsync(destination, manifestName, manifest, replace: false, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await RemoveDataAsync(item.Name).ConfigureAwait(false);
                throw;
            }
        }

        if (retainUntil is { } date) await destination.RetainAsync(manifestName, date, cancellationToken).ConfigureAwait(false);
        return await new BackupCatalog(destination).GetAsync(item.Name, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends the data as it is, or opened and encrypted anew; the source is compared with its manifest either way.</summary>
    private async Task SendAsync(BackupSet set, DigestStream stored, CancellationToken cancellationToken)
    {
        var file = await source.OpenReadAsync(set.Name, 0, cancellationToken).ConfigureAwait(false);
        using var read = new HashingReadStream(file);
        if (encryption is null)
        {
            await PassAsync(set, read, stored, cancellationToken).ConfigureAwait(false);
            return;
        }

        var sealing = await encryption.EncryptAsync(stored, cancellationToken).ConfigureAwait(false);
        encryption.Prepare();
        await using (sealing.ConfigureAwait(false))
        {
            var content = set.Encrypted ? await decryption!.DecryptAsync(read, cancellationToken).ConfigureAwait(false) : read;
            await using (content.ConfigureAwait(false))
            {
                await PassAsync(set, content, sealing, cancellationToken).ConfigureAwait(false);
                // Before the end mark: what does not hold must never be whole.
                Compare(set, read.BytesRead, read.FinishHash());
                await sealing.CompleteAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task PassAsync(BackupSet set, Stream from, Stream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[PieceSize];
        long done = 0;
        int count;
        while ((count = await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            observer.Progress(new ProgressReport($"Copying {set.Name}", null, done += count, set.Size));
        }
    }

    private void Compare(BackupSet set, long length, string sha256)
    {
        if (length == set.FileLength && sha256 == set.FileSha256) return;
        throw new DrException(length < set.FileLength ? ErrorTable.BackupTruncated : ErrorTable.BackupCorrupt, $"{source.PathOf(set.Name)} is not what its manifest says, and was not copied")
        {
            Expected = $"{set.FileLength} bytes, SHA-256 {set.FileSha256}", Found = $"{length} bytes, {sha256}", Subject = set,
        };
    }

    private async Task ReadBackAsync(string name, long length, string sha256, CancellationToken cancellationToken)
    {
        var stream = await destination.OpenReadAsync(name, 0, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var (found, read) = await FileHash.ReadAsync(stream, (offset, piece) =>
                observer.Progress(new ProgressReport($"Reading back {name}", null, offset + piece.Length, length)), cancellationToken).ConfigureAwait(false);
            if (read == length && found == sha256) return;
            throw new DrException(ErrorTable.BackupCorrupt, $"{destination.PathOf(name)} did not arrive as it was sent and was removed")
            {
                Expected = $"{length} bytes, SHA-256 {sha256}", Found = $"{read} bytes, {found}", Subject = destination.PathOf(name),
            };
        }
    }

    private async Task<byte[]> ReadManifestAsync(BackupSet set, CancellationToken cancellationToken)
    {
        var name = ManifestSerializer.NameFor(set.Name);
        var file = await source.StatAsync(name, cancellationToken).ConfigureAwait(false);
        var bytes = file is null ? null : await SmallFile.ReadAsync(source, file, LargestManifest, cancellationToken).ConfigureAwait(false);
        if (bytes is null) throw new DrException(ErrorTable.BackupNotFound, $"{source.PathOf(name)} has just gone") { Subject = set };
        var id = ManifestSerializer.IsSealed(bytes) ? ManifestSerializer.ReadSealed(bytes, name).Id : ManifestSerializer.Read(bytes, name).Id;
        return id == set.Id ? bytes : throw new DrException(ErrorTable.ManifestMismatch, $"{source.PathOf(name)} was replaced while the backup was copied") { Subject = set };
    }

    /// <summary>A proof names the bytes it was made on, so it holds for the same bytes elsewhere.</summary>
    private async Task CopyProofsAsync(CopyItem item, CancellationToken cancellationToken)
    {
        var contents = await StoreContents.ReadAsync(source, cancellationToken).ConfigureAwait(false);
        foreach (var proof in contents.ProofsOf(ManifestSerializer.BaseName(item.Source.Name)))
        {
            if (await SmallFile.ReadAsync(source, proof, PieceSize, cancellationToken).ConfigureAwait(false) is not { } bytes) continue;
            try
            {
                await StoredFile.WriteAsync(destination, proof.Name, bytes, replace: false, cancellationToken).ConfigureAwait(false);
            }
            catch (DrException error) when (error.Kind == ErrorTable.BackupExists)
            {
                // An earlier attempt came as far as this.
            }
        }
    }

    /// <summary>The manifest first, so that what is left never passes for a backup.</summary>
    private async Task ClearAsync(CopyItem item, string manifestName, CancellationToken cancellationToken)
    {
        await destination.DeleteAsync(manifestName, cancellationToken).ConfigureAwait(false);
        if (item.Existing is { } existing && existing.Name != item.Name) await destination.DeleteAsync(existing.Name, cancellationToken).ConfigureAwait(false);
    }

    private async Task RemoveDataAsync(string name)
    {
        try
        {
            await destination.DeleteAsync(name, CancellationToken.None).ConfigureAwait(false);
        }
        catch (DrException)
        {
            // Without a manifest it is no backup, and the next copy replaces it.
        }
    }
}

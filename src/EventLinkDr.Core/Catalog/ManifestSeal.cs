using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Streams;

namespace EventLinkDr.Catalog;

/// <summary>Encrypts manifests to the recipients of their backups, and opens them again.</summary>
internal static class ManifestSeal
{
    /// <summary>The bytes of a manifest file: in the clear, or with all but its outside encrypted.</summary>
    /// <exception cref="DrException"><c>MemoryShort</c> with a passphrase.</exception>
    public static async Task<byte[]> WriteAsync(BackupManifest manifest, BackupEncryption? encryption, CancellationToken cancellationToken)
    {
        var content = ManifestSerializer.Write(manifest);
        return encryption is null ? content : ManifestSerializer.Write(await CloseAsync(manifest, content, encryption, cancellationToken).ConfigureAwait(false));
    }

    /// <exception cref="DrException">
    /// <c>KeyMissing</c>, <c>KeyWrong</c>, <c>PassphraseWrong</c>, <c>EncryptedDataCorrupt</c>, <c>ManifestMismatch</c>.
    /// </exception>
    public static async Task<ManifestContent> OpenAsync(SealedManifest outside, BackupDecryption decryption, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var text = await decryption.DecryptAsync(new MemoryStream(outside.Sealed.ToArray(), writable: false), cancellationToken).ConfigureAwait(false);
        await using (text.ConfigureAwait(false)) await text.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
        var name = ManifestSerializer.NameFor(outside.FileName);
        var manifest = PackedManifest.Read(content.GetBuffer().AsSpan(0, (int)content.Length), name);
        // The outside is what was compared with the stored file, and anybody could have changed it: an old backup must not pass for the newest.
        return manifest.Outline with { Revision = null } == ManifestOutline.Of(outside)
            ? manifest
            : throw new DrException(ErrorTable.ManifestMismatch, $"the manifest {name} is damaged: what is encrypted in it does not fit what it shows") { Subject = name };
    }

    private static async Task<SealedManifest> CloseAsync(BackupManifest manifest, byte[] content, BackupEncryption encryption, CancellationToken cancellationToken)
    {
        using var closed = new MemoryStream();
        var stream = await encryption.EncryptAsync(closed, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            await stream.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        return new SealedManifest
        {
            Id = manifest.Id,
            FileName = manifest.FileName,
            FileLength = manifest.FileLength,
            FileSha256 = manifest.FileSha256,
            ToolVersion = manifest.ToolVersion,
            Database = manifest.Database,
            SystemIdentifier = manifest.SystemIdentifier,
            SnapshotTime = manifest.SnapshotTime,
            Started = manifest.Started,
            Finished = manifest.Finished,
            Sealed = closed.ToArray(),
        };
    }
}

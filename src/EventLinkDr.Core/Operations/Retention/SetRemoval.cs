using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Storage;

namespace EventLinkDr.Operations.Retention;

/// <summary>Removes one backup: the manifest first, so that what is left of a removal that was cut passes for no backup.</summary>
internal sealed class SetRemoval(IBackupStore store, StoreContents contents, BackupSet set)
{
    private const int LargestManifest = 256 * 1024 * 1024;

    private readonly string _base = ManifestSerializer.BaseName(set.Name);

    /// <returns>Why it stays; null when it is gone.</returns>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        // Time has passed since the plan was made: a person may have read it in between.
        if (await store.StatAsync(PinSidecar.NameFor(set.Name), cancellationToken).ConfigureAwait(false) is not null) return "it was pinned meanwhile";
        var data = await store.StatAsync(set.Name, cancellationToken).ConfigureAwait(false);
        if (data is not null && IsAnother(data)) return "it was written again meanwhile";
        try
        {
            await RemoveAsync(data, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (DrException error) when (error.Kind == ErrorTable.BackupLocked)
        {
            return error.Message.TrimEnd('.');
        }
    }

    /// <summary>Stores give a time to the millisecond in a listing, and to the second when they are asked for one object.</summary>
    private bool IsAnother(StoredObject data) =>
        data.Length != set.Size || (set.Modified is { } listed && (data.Modified - listed).Duration() >= TimeSpan.FromSeconds(1));

    private async Task RemoveAsync(StoredObject? data, CancellationToken cancellationToken)
    {
        var manifest = await store.StatAsync(_base + ManifestSerializer.Suffix, cancellationToken).ConfigureAwait(false);
        if (manifest is not null)
        {
            var content = await SmallFile.ReadAsync(store, manifest, LargestManifest, cancellationToken).ConfigureAwait(false);
            await store.DeleteAsync(manifest.Name, cancellationToken).ConfigureAwait(false);
            try
            {
                if (data is not null) await store.DeleteAsync(data.Name, cancellationToken).ConfigureAwait(false);
            }
            catch (DrException error) when (error.Kind == ErrorTable.BackupLocked && content is not null)
            {
                await PutBackAsync(manifest.Name, content).ConfigureAwait(false);
                throw;
            }
        }
        else if (data is not null)
        {
            await store.DeleteAsync(data.Name, cancellationToken).ConfigureAwait(false);
        }

        // Another data file of the same name, packed in another way, still needs its proofs.
        if (DataFileName.ForBase(_base).Any(name => name != set.Name && contents.Find(name) is not null)) return;
        foreach (var proof in contents.ProofsOf(_base).ToList())
        {
            try
            {
                await store.DeleteAsync(proof.Name, cancellationToken).ConfigureAwait(false);
            }
            catch (DrException error) when (error.Kind == ErrorTable.BackupLocked)
            {
                // It proves nothing any more, and goes when the store lets it.
            }
        }
    }

    /// <summary>The data is kept by the store, so it must stay a backup; not even a caller who has stopped waiting may prevent that.</summary>
    private async Task PutBackAsync(string name, byte[] content)
    {
        var writer = await store.CreateAsync(name, replace: false, CancellationToken.None).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            await writer.Content.WriteAsync(content, CancellationToken.None).ConfigureAwait(false);
            await writer.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}

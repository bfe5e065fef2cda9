using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Catalog;

/// <summary>Small files of ours, written at one stroke.</summary>
internal static class StoredFile
{
    /// <exception cref="DrException"><c>BackupExists</c>, <c>StoreUnavailable</c>, <c>StoreFull</c>.</exception>
    public static async Task WriteAsync(IBackupStore store, string name, ReadOnlyMemory<byte> content, bool replace, CancellationToken cancellationToken)
    {
        var writer = await store.CreateAsync(name, replace, cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            await writer.Content.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Looks whether a file that was written is there and as long as it should be.</summary>
    /// <exception cref="DrException"><c>BackupCorrupt</c>, <c>StoreUnavailable</c>.</exception>
    public static async Task EnsureArrivedAsync(IBackupStore store, string name, long length, CancellationToken cancellationToken)
    {
        var found = await store.StatAsync(name, cancellationToken).ConfigureAwait(false);
        if (found?.Length == length) return;
        throw new DrException(ErrorTable.BackupCorrupt, $"{store.PathOf(name)} did not arrive as it was sent")
        {
            Expected = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{length} bytes"),
            Found = found is null ? "nothing" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{found.Length}"),
            Subject = store.PathOf(name),
        };
    }
}

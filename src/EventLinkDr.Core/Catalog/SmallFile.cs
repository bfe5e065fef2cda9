using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Catalog;

/// <summary>Reads files that are small unless something is wrong.</summary>
internal static class SmallFile
{
    /// <returns>Null when the file is larger than it can be, or gone by now.</returns>
    public static async Task<byte[]?> ReadAsync(IBackupStore store, StoredObject file, int largest, CancellationToken cancellationToken)
    {
        if (file.Length > largest) return null;
        // Not opened: what looks empty may be a pipe, which would be waited for without end.
        if (file.Length == 0) return [];
        try
        {
            var stream = await store.OpenReadAsync(file.Name, 0, cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                var bytes = new byte[file.Length];
                var count = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                return bytes[..count];
            }
        }
        catch (DrException error) when (error.Kind == ErrorTable.BackupNotFound)
        {
            return null;
        }
    }
}

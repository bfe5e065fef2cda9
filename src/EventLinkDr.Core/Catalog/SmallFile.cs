using System.Buffers;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Catalog;

/// <summary>Reads files that are small unless something is wrong.</summary>
internal static class SmallFile
{
    /// <returns>Null when the file is larger than it can be, or gone by now.</returns>
    public static Task<byte[]?> ReadAsync(IBackupStore store, StoredObject file, int largest, CancellationToken cancellationToken) =>
        ReadAsync(store, file, largest, bytes => bytes.ToArray(), cancellationToken);

    /// <summary>Reads a file that is only looked at: thousands of them leave nothing behind in memory.</summary>
    /// <param name="store">The place.</param>
    /// <param name="file">The file.</param>
    /// <param name="largest">How large it can be.</param>
    /// <param name="read">Makes something of its bytes, which are gone afterwards.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when the file is larger than it can be, or gone by now.</returns>
    public static async Task<T?> ReadAsync<T>(IBackupStore store, StoredObject file, int largest, Func<ReadOnlyMemory<byte>, T> read, CancellationToken cancellationToken) where T : class
    {
        if (file.Length > largest) return null;
        // Not opened: what looks empty may be a pipe, which would be waited for without end.
        if (file.Length == 0) return read(default);
        var bytes = ArrayPool<byte>.Shared.Rent((int)file.Length);
        try
        {
            var stream = await store.OpenReadAsync(file.Name, 0, cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                var count = await stream.ReadAtLeastAsync(bytes.AsMemory(0, (int)file.Length), (int)file.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                return read(bytes.AsMemory(0, count));
            }
        }
        catch (DrException error) when (error.Kind == ErrorTable.BackupNotFound)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}

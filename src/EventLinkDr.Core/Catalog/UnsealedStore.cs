using System.Collections.Concurrent;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Catalog;

/// <summary>
/// A store as somebody sees it who has the keys: encrypted files read as what they hold, at any offset, and are as long as that. Only for
/// reading; what is opened stays open until the keys are disposed of.
/// </summary>
internal sealed class UnsealedStore(IBackupStore inner, BackupDecryption decryption) : IBackupStore
{
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadableContent?>>> _opened = new(StringComparer.Ordinal);

    public string Location => inner.Location;

    public string PathOf(string name) => inner.PathOf(name);

    public IAsyncEnumerable<StoredObject> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public async Task<StoredObject?> StatAsync(string name, CancellationToken cancellationToken)
    {
        var found = await inner.StatAsync(name, cancellationToken).ConfigureAwait(false);
        if (found is null || !DataFileName.IsEncrypted(name)) return found;
        return await ContentAsync(name, cancellationToken).ConfigureAwait(false) is { } content ? found with { Length = content.Length } : null;
    }

    public async Task<Stream> OpenReadAsync(string name, long offset, CancellationToken cancellationToken) =>
        DataFileName.IsEncrypted(name) && await ContentAsync(name, cancellationToken).ConfigureAwait(false) is { } content
            ? await content.OpenReadAsync(offset, cancellationToken).ConfigureAwait(false)
            : await inner.OpenReadAsync(name, offset, cancellationToken).ConfigureAwait(false);

    public Task<IStoreWriter> CreateAsync(string name, bool replace, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>The store inside belongs to somebody else.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Opens a file once: deriving a key from a passphrase takes a second. Null when it is not there.</summary>
    private async Task<IReadableContent?> ContentAsync(string name, CancellationToken cancellationToken)
    {
        var opened = _opened.GetOrAdd(name, _ => new Lazy<Task<IReadableContent?>>(() => OpenAsync(name, cancellationToken)));
        try
        {
            return await opened.Value.ConfigureAwait(false);
        }
        catch
        {
            // The next caller may have more luck.
            _opened.TryRemove(KeyValuePair.Create(name, opened));
            throw;
        }
    }

    private async Task<IReadableContent?> OpenAsync(string name, CancellationToken cancellationToken) =>
        await inner.StatAsync(name, cancellationToken).ConfigureAwait(false) is { } file
            ? await decryption.OpenAsync((offset, token) => inner.OpenReadAsync(name, offset, token), file.Length, cancellationToken).ConfigureAwait(false)
            : null;
}

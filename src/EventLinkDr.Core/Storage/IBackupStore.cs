namespace EventLinkDr.Storage;

/// <summary>
/// A place that holds named objects: a directory, a bucket. Knows nothing of backups. Names have no separators.
/// Every method may be called from several threads at once.
/// </summary>
public interface IBackupStore : IAsyncDisposable
{
    /// <summary>The place, for a person and for <c>-Path</c>: a directory or a URI. Holds no secret.</summary>
    string Location { get; }

    /// <summary>Full path or URI of an object.</summary>
    string PathOf(string name);

    /// <summary>The objects, in no particular order; objects being written are not among them.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(CancellationToken cancellationToken);

    /// <summary>What is known of one object; null when it is not there.</summary>
    Task<StoredObject?> StatAsync(string name, CancellationToken cancellationToken);

    /// <summary>Opens an object for reading from an offset to its end.</summary>
    /// <exception cref="Diagnostics.DrException"><c>BackupNotFound</c>, <c>StoreUnavailable</c>.</exception>
    Task<Stream> OpenReadAsync(string name, long offset, CancellationToken cancellationToken);

    /// <summary>
    /// Begins an object. It appears under its name only when committed, whole or not at all; without <paramref name="replace"/> a commit
    /// never replaces an object that exists, whoever made it in the meantime.
    /// </summary>
    /// <exception cref="Diagnostics.DrException"><c>BackupExists</c>, <c>StoreUnavailable</c>, <c>StoreFull</c>.</exception>
    Task<IStoreWriter> CreateAsync(string name, bool replace, CancellationToken cancellationToken);

    /// <summary>Deletes an object; nothing happens when it is not there.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>What the store can promise; asks the store itself where its kind does not say.</summary>
    /// <exception cref="Diagnostics.DrException"><c>StoreUnavailable</c>.</exception>
    Task<StoreCapabilities> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult(new StoreCapabilities(NeverReplaces: true, Retains: false));

    /// <summary>Keeps an object from being deleted or replaced until a date, by anybody; a date that stands is only ever moved on.</summary>
    /// <exception cref="Diagnostics.DrException"><c>RetentionUnsupported</c>, <c>BackupNotFound</c>, <c>StoreUnavailable</c>.</exception>
    Task RetainAsync(string name, DateTimeOffset until, CancellationToken cancellationToken) =>
        throw new Diagnostics.DrException(Diagnostics.ErrorTable.RetentionUnsupported, $"{Location} cannot keep objects until a date");
}

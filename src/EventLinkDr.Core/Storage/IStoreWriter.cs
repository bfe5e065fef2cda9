namespace EventLinkDr.Storage;

/// <summary>An object being written. Disposed without a commit, nothing of it stays.</summary>
public interface IStoreWriter : IAsyncDisposable
{
    /// <summary>Takes the content from its beginning to its end. Writes may block.</summary>
    Stream Content { get; }

    /// <summary>Makes the object durable and visible under its name.</summary>
    /// <exception cref="Diagnostics.DrException"><c>BackupExists</c>, <c>StoreFull</c>, <c>StoreUnavailable</c>.</exception>
    Task CommitAsync(CancellationToken cancellationToken);
}

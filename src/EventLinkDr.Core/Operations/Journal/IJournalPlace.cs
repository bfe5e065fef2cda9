namespace EventLinkDr.Operations.Journal;

/// <summary>Where the content of a journal is kept. Disposing of it closes the place.</summary>
/// <typeparam name="TContent">The content; written as JSON.</typeparam>
internal interface IJournalPlace<TContent> : IAsyncDisposable where TContent : class
{
    /// <summary>The last content that was written; null when there is none.</summary>
    /// <exception cref="Diagnostics.DrException"><c>StateUnreadable</c>, <c>StoreUnavailable</c>.</exception>
    Task<TContent?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Puts a content in the place of the last one: killed in the middle, the one or the other is there. Cannot be stopped, for what was done must be known.
    /// </summary>
    /// <param name="content">The content.</param>
    /// <param name="last">Whether the run has ended, so that what only it needed may go.</param>
    /// <exception cref="Diagnostics.DrException"><c>StateUnreadable</c>, <c>StoreUnavailable</c>, <c>RecoveryInProgress</c>.</exception>
    Task WriteAsync(TContent content, bool last);
}

namespace EventLinkDr.Postgres.Dump;

/// <summary>
/// Copies the output of pg_dump for one section through, without what may stand only once in a file: <c>\restrict</c>, <c>\unrestrict</c>
/// and the completion marker. A line that only looks like them inside a literal, a function body or a COPY block stays.
/// </summary>
internal static class DumpSectionFilter
{
    // Statements are only looked at to find COPY blocks and settings of quotes.
    private const int TextLimit = 1024 * 1024;

    /// <summary>Copies from the first byte to the last.</summary>
    /// <param name="source">What pg_dump writes.</param>
    /// <param name="destination">Takes the rest.</param>
    /// <param name="onPostData">Called when everything before the definitions that follow the data has been written; in any case once.</param>
    /// <param name="cancellationToken">Looked at between two pieces.</param>
    /// <exception cref="Diagnostics.DrException">
    /// <c>BackupTruncated</c>: the output ends inside a statement or a block, or without the completion marker.
    /// </exception>
    public static void Copy(Stream source, Stream destination, Action? onPostData, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using var scanner = new DumpScanner(source, TextLimit, 256 * 1024, destination);
        if (onPostData is not null) scanner.Comment = Watch;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (!scanner.ReadCopy().IsEmpty) cancellationToken.ThrowIfCancellationRequested();
        }
        while (scanner.Next() != DumpItem.End);
        scanner.Echo();
        if (!scanner.IsComplete)
            throw new Diagnostics.DrException(Diagnostics.ErrorTable.BackupTruncated, "the output of pg_dump ends without its completion marker");
        onPostData?.Invoke();

        void Watch(ReadOnlySpan<byte> comment)
        {
            if (onPostData is null) return;
            // The line before an entry's name, which belongs to it.
            if (comment.SequenceEqual("--"u8)) scanner.Echo();
            if (!DumpEntry.IsPostData(comment)) return;
            onPostData();
            onPostData = null;
        }
    }

    /// <summary>The same on a thread of its own.</summary>
    public static Task CopyAsync(Stream source, Stream destination, Action? onPostData, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => Copy(source, destination, onPostData, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}

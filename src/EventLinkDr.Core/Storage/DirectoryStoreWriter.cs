using EventLinkDr.Diagnostics;

namespace EventLinkDr.Storage;

/// <summary>Writes a file under a temporary name; a commit flushes it to the disk and gives it its own.</summary>
internal sealed class DirectoryStoreWriter(FileStream stream, string temporary, string path, bool replace) : IStoreWriter
{
    private bool _committed;

    public Stream Content { get; } = new TranslatingStream(stream, path);

    public Task CommitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            stream.Flush(flushToDisk: true);
            // The lock stays until the file has its name, so that nobody takes it for a leftover.
            File.Move(temporary, path, overwrite: replace);
            stream.Dispose();
            _committed = true;
            DirectoryFlush.Flush(Path.GetDirectoryName(path)!);
            return Task.CompletedTask;
        }
        catch (IOException) when (!replace && File.Exists(path))
        {
            throw new DrException(ErrorTable.BackupExists, $"{path} exists") { Subject = path };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DirectoryStore.Translate(error, path);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            if (!_committed) File.Delete(temporary);
        }
    }
}

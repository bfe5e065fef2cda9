using EventLinkDr.Storage;

namespace EventLinkDr.Operations.Journal;

/// <summary>A journal in a file that is replaced as a whole. It stays after the run.</summary>
internal sealed class FileJournal<TContent>(string path) : IJournalPlace<TContent> where TContent : class
{
    private readonly StateFile<TContent> _file = new(path);

    public Task<TContent?> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(_file.Read());

    public Task WriteAsync(TContent content, bool last)
    {
        _file.Write(content);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

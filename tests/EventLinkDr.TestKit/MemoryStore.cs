using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.TestKit;

/// <summary>A store in memory, for tests that try hundreds of files.</summary>
public sealed class MemoryStore : IBackupStore
{
    private readonly ConcurrentDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public string Location { get; init; } = "memory";

    public ICollection<string> Names => _files.Keys;

    public byte[] this[string name]
    {
        get => _files[name];
        set => _files[name] = value;
    }

    public string PathOf(string name) => "memory:" + name;

    public async IAsyncEnumerable<StoredObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var (name, content) in _files) yield return new StoredObject(name, content.Length, DateTimeOffset.UtcNow);
    }

    public Task<StoredObject?> StatAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(_files.TryGetValue(name, out var content) ? new StoredObject(name, content.Length, DateTimeOffset.UtcNow) : null);

    public Task<Stream> OpenReadAsync(string name, long offset, CancellationToken cancellationToken) =>
        _files.TryGetValue(name, out var content)
            ? Task.FromResult<Stream>(new MemoryStream(content, (int)Math.Min(offset, content.Length), (int)(content.Length - Math.Min(offset, content.Length)), writable: false))
            : throw new DrException(ErrorTable.BackupNotFound, name + " is not there");

    public Task<IStoreWriter> CreateAsync(string name, bool replace, CancellationToken cancellationToken) =>
        !replace && _files.ContainsKey(name) ? throw new DrException(ErrorTable.BackupExists, name + " exists")
        : Task.FromResult<IStoreWriter>(new Writer(this, name, replace));

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        _files.TryRemove(name, out _);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Writer(MemoryStore store, string name, bool replace) : IStoreWriter
    {
        public Stream Content { get; } = new MemoryStream();

        public Task CommitAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var content = ((MemoryStream)Content).ToArray();
            if (replace) store[name] = content;
            else if (!store._files.TryAdd(name, content)) throw new DrException(ErrorTable.BackupExists, name + " exists");
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => Content.DisposeAsync();
    }
}

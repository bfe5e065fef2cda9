using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.TestKit.Faults;

/// <summary>A store that fails when a rule says so: before the call reaches the store inside, or in the midst of reading and writing.</summary>
/// <param name="inner">The store that works.</param>
/// <param name="rule">The failure of a call; null when it may go through.</param>
public sealed class FaultyStore(IBackupStore inner, Func<StoreCall, Exception?> rule) : IBackupStore
{
    private readonly ConcurrentDictionary<string, int> _counts = new();

    public string Location => inner.Location;

    public string PathOf(string name) => inner.PathOf(name);

    public Task<StoreCapabilities> ProbeAsync(CancellationToken cancellationToken)
    {
        Before("Probe", "", 0);
        return inner.ProbeAsync(cancellationToken);
    }

    public async IAsyncEnumerable<StoredObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Before("List", "", 0);
        var position = 0;
        await foreach (var found in inner.ListAsync(cancellationToken))
        {
            Before("ListItem", found.Name, position++);
            yield return found;
        }
    }

    public Task<StoredObject?> StatAsync(string name, CancellationToken cancellationToken)
    {
        Before("Stat", name, 0);
        return inner.StatAsync(name, cancellationToken);
    }

    public async Task<Stream> OpenReadAsync(string name, long offset, CancellationToken cancellationToken)
    {
        Before("OpenRead", name, offset);
        return new Reader(this, name, offset, await inner.OpenReadAsync(name, offset, cancellationToken));
    }

    public async Task<IStoreWriter> CreateAsync(string name, bool replace, CancellationToken cancellationToken)
    {
        Before("Create", name, 0);
        return new Writer(this, name, await inner.CreateAsync(name, replace, cancellationToken));
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        Before("Delete", name, 0);
        return inner.DeleteAsync(name, cancellationToken);
    }

    public Task RetainAsync(string name, DateTimeOffset until, CancellationToken cancellationToken)
    {
        Before("Retain", name, 0);
        return inner.RetainAsync(name, until, cancellationToken);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private void Before(string operation, string name, long position)
    {
        var number = _counts.AddOrUpdate(operation, 0, (_, count) => count + 1);
        if (rule(new StoreCall(operation, name, position, number)) is { } failure) throw failure;
    }

    private sealed class Reader(FaultyStore store, string name, long offset, Stream source) : ReadOnlyStream
    {
        private long _position = offset;

        public override int Read(Span<byte> buffer)
        {
            store.Before("Read", name, _position);
            var count = source.Read(buffer);
            _position += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) source.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class Writer(FaultyStore store, string name, IStoreWriter inner) : IStoreWriter
    {
        public Stream Content { get; } = new Sink(store, name, inner.Content);

        public Task CommitAsync(CancellationToken cancellationToken)
        {
            store.Before("Commit", name, 0);
            return inner.CommitAsync(cancellationToken);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class Sink(FaultyStore store, string name, Stream target) : WriteOnlyStream
    {
        private long _position;

        public override long Length => target.Length;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            store.Before("Write", name, _position);
            target.Write(buffer);
            _position += buffer.Length;
        }
    }
}

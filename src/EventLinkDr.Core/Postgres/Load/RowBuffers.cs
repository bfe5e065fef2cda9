using System.Collections.Concurrent;

namespace EventLinkDr.Postgres.Load;

/// <summary>A fixed number of large buffers that go round between the reader of a dump and its senders: who finds none waits.</summary>
internal sealed class RowBuffers(int count, int size) : IDisposable
{
    private readonly SemaphoreSlim _free = new(count, count);
    private readonly ConcurrentBag<byte[]> _buffers = [];

    /// <summary>Takes an empty buffer, waiting for one if need be.</summary>
    public RowBuffer Take(CancellationToken cancellationToken)
    {
        _free.Wait(cancellationToken);
        return new RowBuffer(_buffers.TryTake(out var bytes) ? bytes : GC.AllocateUninitializedArray<byte>(size));
    }

    /// <summary>Gives a buffer back.</summary>
    public void Return(RowBuffer buffer)
    {
        _buffers.Add(buffer.Bytes);
        _free.Release();
    }

    public void Dispose() => _free.Dispose();
}

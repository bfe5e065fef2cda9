namespace EventLinkDr.Adapters.Age;

/// <summary>Opens the chunks of a payload of known length, from any one of them on.</summary>
internal sealed class ContentReader(Stream source, PayloadLayout layout, PayloadKey key, long chunk) : PlaintextStream(key)
{
    private readonly byte[] _sealed = GC.AllocateUninitializedArray<byte>(layout.LengthOf(chunk));
    private long _chunk = chunk;

    /// <summary>Reads and opens the first chunk and passes over what stands before the place that was asked for.</summary>
    public async Task StartAsync(int skip, CancellationToken cancellationToken)
    {
        await NextAsync(cancellationToken).ConfigureAwait(false);
        Skip(skip);
    }

    protected override bool Next()
    {
        if (_chunk == layout.Chunks) return false;
        var length = layout.LengthOf(_chunk);
        Open(length, source.ReadAtLeast(_sealed.AsSpan(0, length), length, throwOnEndOfStream: false));
        return true;
    }

    protected override async Task<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (_chunk == layout.Chunks) return false;
        var length = layout.LengthOf(_chunk);
        Open(length, await source.ReadAtLeastAsync(_sealed.AsMemory(0, length), length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false));
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) source.Dispose();
        base.Dispose(disposing);
    }

    private void Open(int length, int count)
    {
        if (count < length) throw AgeException.Payload("breaks off");
        var isLast = layout.IsLast(_chunk);
        if (!TryOpen(_sealed.AsSpan(0, length), _chunk, isLast))
        {
            var isCut = isLast && length == PayloadKey.SealedChunkSize && TryOpen(_sealed, _chunk, isLast: false);
            throw AgeException.Payload(isCut ? "breaks off between two chunks" : PayloadFault.Altered(_chunk));
        }

        _chunk++;
    }
}

namespace EventLinkDr.Streams;

/// <summary>A stream whose blocking reads end when a token is cancelled: the stream underneath is closed then.</summary>
internal sealed class AbortableStream : ReadOnlyStream
{
    private readonly Stream _source;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _registration;

    public AbortableStream(Stream source, CancellationToken cancellationToken)
    {
        _source = source;
        _cancellationToken = cancellationToken;
        _registration = cancellationToken.Register(source.Dispose);
    }

    public override int Read(Span<byte> buffer)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var count = _source.Read(buffer);
            // What is closed beneath a reader may look like an end.
            if (count == 0) _cancellationToken.ThrowIfCancellationRequested();
            return count;
        }
        catch (Exception error) when (_cancellationToken.IsCancellationRequested && error is not OperationCanceledException)
        {
            throw new OperationCanceledException(error.Message, error, _cancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _registration.Dispose();
            _source.Dispose();
        }

        base.Dispose(disposing);
    }
}

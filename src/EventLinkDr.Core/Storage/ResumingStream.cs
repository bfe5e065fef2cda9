using EventLinkDr.Streams;

namespace EventLinkDr.Storage;

/// <summary>Reads an object to its end though its connection breaks: it is opened again where reading stood. Progress sets the count of tries back.</summary>
internal sealed class ResumingStream(Stream first, long offset, Func<long, CancellationToken, Task<Stream>> open, RetryPolicy policy) : ReadOnlyStream
{
    private Stream? _source = first;
    private long _position = offset;
    private int _failures;

    // A retry waits anyway, so the blocking form may wait for the other one then.
    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            try
            {
                _source ??= open(_position, CancellationToken.None).GetAwaiter().GetResult();
                return Took(_source.Read(buffer));
            }
            catch (StoreException error) when (MayRetry(error))
            {
                RecoverAsync(error, CancellationToken.None).GetAwaiter().GetResult();
            }
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                _source ??= await open(_position, cancellationToken).ConfigureAwait(false);
                return Took(await _source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));
            }
            catch (StoreException error) when (MayRetry(error))
            {
                await RecoverAsync(error, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _source?.Dispose();
        base.Dispose(disposing);
    }

    private int Took(int count)
    {
        _position += count;
        if (count > 0) _failures = 0;
        return count;
    }

    private bool MayRetry(StoreException error) => policy.DelayAfter(error, _failures + 1) is not null;

    private async Task RecoverAsync(StoreException error, CancellationToken cancellationToken)
    {
        var source = _source;
        _source = null;
        if (source is not null) await source.DisposeAsync().ConfigureAwait(false);
        await policy.WaitAsync(error, ++_failures, cancellationToken).ConfigureAwait(false);
    }
}

using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Adapters.Stores;

/// <summary>
/// Reads an object in parts that grow, the next one under way while the last is given out. A reader that wants little fetches little, one that
/// goes on gets large parts, and no connection stays open half read.
/// </summary>
/// <param name="offset">Where to begin.</param>
/// <param name="fetch">Fetches so many bytes from an offset on, or what there is.</param>
/// <param name="what">Path of the object, for messages.</param>
internal sealed class RangedReadStream(long offset, Func<long, int, CancellationToken, Task<ObjectRange>> fetch, string what) : ReadOnlyStream
{
    private const int SmallestPart = 256 * 1024;
    private const int LargestPart = 4 * 1024 * 1024;

    private readonly CancellationTokenSource _stop = new();
    private ReadOnlyMemory<byte> _part;
    private Task<ObjectRange>? _next;
    private long _end = long.MaxValue;
    private long _fetched = offset;
    private int _size = SmallestPart;

    /// <summary>Fetches the first part, so that what is wrong with the object shows on opening.</summary>
    public async Task StartAsync(CancellationToken cancellationToken) => Took(await fetch(_fetched, _size, cancellationToken).ConfigureAwait(false), isFirst: true);

    public override int Read(Span<byte> buffer)
    {
        if (NeedsPart(buffer.Length)) Took(Next().GetAwaiter().GetResult());
        return Take(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (NeedsPart(buffer.Length)) Took(await Next().WaitAsync(cancellationToken).ConfigureAwait(false));
        return Take(buffer.Span);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            // Nobody waits for what was read ahead; a failure of it is nobody's.
            _next?.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        base.Dispose(disposing);
    }

    private bool NeedsPart(int wanted)
    {
        ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
        return _part.Length == 0 && wanted > 0 && _fetched < _end;
    }

    private Task<ObjectRange> Next() => _next ?? Fetch();

    private Task<ObjectRange> Fetch() => fetch(_fetched, (int)Math.Min(_size, _end - _fetched), _stop.Token);

    private void Took(ObjectRange range, bool isFirst = false)
    {
        _next = null;
        _end = range.ObjectLength;
        _part = range.Data;
        _fetched += range.Data.Length;
        if (range.Data.Length == 0 && _fetched < _end)
            throw new StoreException(ErrorTable.StoreUnavailable, $"{what}: the store gave nothing where {_end - _fetched} bytes were left") { IsTransient = true };
        _size = Math.Min(_size * 4, LargestPart);
        // Only who reads on past the first part is taken to read to the end.
        if (!isFirst && _fetched < _end) _next = Fetch();
    }

    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _part.Length);
        _part.Span[..count].CopyTo(buffer);
        _part = _part[count..];
        return count;
    }
}

namespace EventLinkDr.Streams;

/// <summary>A stream whose first bytes have been looked at.</summary>
internal sealed class PeekedStream : ReadOnlyStream
{
    private readonly Stream _source;
    private readonly byte[] _head;
    private readonly int _headLength;
    private int _headPosition;

    /// <summary>Reads ahead; disposes the source with this stream.</summary>
    public PeekedStream(Stream source, int count)
    {
        _source = source;
        _head = new byte[count];
        _headLength = source.ReadAtLeast(_head, count, throwOnEndOfStream: false);
    }

    /// <summary>The first bytes; fewer than asked for where the stream is shorter.</summary>
    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _headLength);

    /// <summary>Bytes handed out so far.</summary>
    public long Taken { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _headLength - _headPosition);
        if (count > 0)
        {
            _head.AsSpan(_headPosition, count).CopyTo(buffer);
            _headPosition += count;
        }
        else
        {
            count = _source.Read(buffer);
        }

        Taken += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _source.Dispose();
        base.Dispose(disposing);
    }
}

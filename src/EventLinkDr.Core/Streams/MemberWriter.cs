using EventLinkDr.Model;

namespace EventLinkDr.Streams;

/// <summary>Compresses one gzip member and appends it to a <see cref="MemberFile"/> when it is finished. For one thread.</summary>
internal sealed class MemberWriter : IDisposable
{
    private const int TailLength = 8;

    private readonly MemberFile _file;
    private readonly bool _afterData;
    private readonly long _limit;
    private readonly CancellationToken _cancellationToken;
    private readonly Stream _gzip;
    private readonly ChunkBuffer _pending;
    private readonly byte[] _tail = new byte[TailLength];
    private long _offset = -1;
    private long _compressed;

    /// <param name="file">The file to append to.</param>
    /// <param name="compression">How hard to compress.</param>
    /// <param name="afterData">Whether it must wait until what stands before the data is written.</param>
    /// <param name="limit">Compressed bytes to keep in memory before the file is held for this member alone.</param>
    /// <param name="cancellationToken">Ends waiting for a turn.</param>
    public MemberWriter(MemberFile file, BackupCompression compression, bool afterData, long limit, CancellationToken cancellationToken)
    {
        _file = file;
        _afterData = afterData;
        _limit = limit;
        _cancellationToken = cancellationToken;
        _pending = file.NewBuffer();
        _gzip = GzipLevel.Open(new Sink(this), compression);
    }

    /// <summary>Bytes written so far, before compression.</summary>
    public long RawLength { get; private set; }

    /// <summary>Bytes that have left the compressor so far.</summary>
    public long CompressedLength => _compressed;

    public void Write(ReadOnlySpan<byte> data)
    {
        _gzip.Write(data);
        RawLength += data.Length;
    }

    /// <summary>A stream over <see cref="Write"/>, for those who copy streams.</summary>
    public Stream AsStream() => new Source(this);

    /// <summary>Ends the compression; the member can still wait for its place.</summary>
    public void Close() => _gzip.Dispose();

    /// <summary>Appends the member.</summary>
    public void Finish(MemberLabel label)
    {
        Close();
        if (_offset < 0)
        {
            if (_afterData && _file.TryKeep(label, _pending, RawLength, _tail)) return;
            Begin();
        }

        try
        {
            _file.Record(label, _offset, RawLength, _tail);
        }
        finally
        {
            _offset = -1;
            _file.Leave();
        }
    }

    public void Dispose()
    {
        if (_offset >= 0) _file.Leave();
        _offset = -1;
        _pending.Dispose();
    }

    private void Begin()
    {
        _file.Enter(_afterData, _cancellationToken);
        _offset = _file.Length;
        _pending.MoveTo(_file);
    }

    private void Take(ReadOnlySpan<byte> data)
    {
        _compressed += data.Length;
        if (data.Length >= TailLength)
        {
            data[^TailLength..].CopyTo(_tail);
        }
        else
        {
            _tail.AsSpan(data.Length).CopyTo(_tail);
            data.CopyTo(_tail.AsSpan(TailLength - data.Length));
        }

        if (_offset >= 0)
        {
            _file.Append(data);
            return;
        }

        _pending.Add(data);
        if (_pending.Length > _limit) Begin();
    }

    /// <summary>Where the compressor writes.</summary>
    private sealed class Sink(MemberWriter owner) : WriteOnlyStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => owner.Take(buffer);
    }

    private sealed class Source(MemberWriter owner) : WriteOnlyStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => owner.Write(buffer);
    }
}

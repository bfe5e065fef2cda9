namespace EventLinkDr.Streams;

/// <summary>
/// Compressed bytes on their way to the inflater, which takes more than it needs and does not say how much: bytes are handed out in
/// pieces, and the last piece is kept so that what was taken too much can be found again. Near the end of the file a piece is one byte.
/// </summary>
internal sealed class DeflateInput(Stream source, int size) : ReadOnlyStream
{
    // Far more than a trailer: only here a wrong trailer and a missing one must be told apart.
    private const int Careful = 1024;

    private readonly byte[] _buffer = new byte[Math.Max(size, 8 * Careful)];
    private int _position;
    private int _end;
    private int _pieceStart;
    private bool _atEnd;

    /// <summary>Whether the inflater has asked for more than there is.</summary>
    public bool RanOut { get; private set; }

    /// <summary>Compressed bytes handed out so far, headers and trailers included.</summary>
    public long Passed { get; private set; }

    /// <summary>Whether the piece handed out last is a single byte, so that the inflater cannot have taken too much.</summary>
    public bool IsExact => _position - _pieceStart <= 1;

    /// <summary>The next byte; -1 at the end of the file.</summary>
    public int TakeByte()
    {
        if (!Fill(1)) return -1;
        Passed++;
        return _buffer[_position++];
    }

    /// <summary>A byte ahead without taking it; -1 behind the end of the file.</summary>
    public int PeekByte() => Fill(1) ? _buffer[_position] : -1;

    /// <summary>Hands bytes out to the inflater.</summary>
    public override int Read(Span<byte> buffer)
    {
        // What is held back may turn out to be the end of the file.
        if (!Fill(Careful + 1) && _position == _end)
        {
            RanOut = true;
            return 0;
        }

        var free = _end - _position - Careful;
        var count = Math.Min(buffer.Length, Math.Max(free, 1));
        _buffer.AsSpan(_position, count).CopyTo(buffer);
        _pieceStart = _position;
        _position += count;
        Passed += count;
        return count;
    }

    /// <summary>Forgets the piece handed out last: a new member begins.</summary>
    public void Begin()
    {
        _pieceStart = _position;
        RanOut = false;
    }

    /// <summary>
    /// Goes back to where eight given bytes stand, behind which nothing was needed: they begin in the piece handed out last or right behind it.
    /// </summary>
    /// <returns>Whether they are there.</returns>
    public bool PassTrailer(ReadOnlySpan<byte> trailer)
    {
        Fill(trailer.Length);
        // With one byte handed out at a time the trailer can only come next.
        var from = IsExact ? _position : _pieceStart;
        var within = _buffer.AsSpan(from, Math.Min(_end, _position + trailer.Length) - from);
        var at = within.IndexOf(trailer);
        if (at < 0) return false;
        // The trailer of an empty member is all zeros, and its data may end in one.
        while (at + 1 + trailer.Length <= within.Length && within.Slice(at + 1, trailer.Length).SequenceEqual(trailer)) at++;
        Passed += from + at + trailer.Length - _position;
        _position = _pieceStart = from + at + trailer.Length;
        return true;
    }

    /// <summary>The bytes that stand where a trailer should; fewer than eight where the file ends.</summary>
    public ReadOnlySpan<byte> TrailerFound()
    {
        Fill(8);
        return _buffer.AsSpan(_position, Math.Min(8, _end - _position));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) source.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Brings so many bytes to hand; false where the file has fewer.</summary>
    private bool Fill(int count)
    {
        while (_end - _position < count && !_atEnd)
        {
            if (_end == _buffer.Length)
            {
                // The last piece must stay reachable.
                _buffer.AsSpan(_pieceStart, _end - _pieceStart).CopyTo(_buffer);
                _position -= _pieceStart;
                _end -= _pieceStart;
                _pieceStart = 0;
            }

            var read = source.Read(_buffer, _end, _buffer.Length - _end);
            _atEnd = read == 0;
            _end += read;
        }

        return _end - _position >= count;
    }
}

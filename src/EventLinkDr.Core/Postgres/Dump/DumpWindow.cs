using System.Buffers;

namespace EventLinkDr.Postgres.Dump;

/// <summary>
/// A window of fixed size that slides over a dump. Counts lines, collects the text of the statement at hand and echoes what has passed.
/// </summary>
internal sealed class DumpWindow : IDisposable
{
    // The lexer looks this far back to tell E'…' from '…'.
    private const int History = 4;

    private readonly Stream _source;
    private readonly Stream? _echo;
    private readonly KeptText _text = new();
    private byte[] _buffer;
    private int _position = History;
    private int _end = History;
    private int _counted = History;
    private int _echoed = History;
    private int _mark = -1;
    private int _textStart;
    private int _textLength;
    private bool _dropping;
    private bool _atEnd;
    private long _line = 1;

    public DumpWindow(Stream source, int size, Stream? echo)
    {
        _source = source;
        _echo = echo;
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(size, 4096));
        _buffer.AsSpan(0, History).Fill((byte)'\n');
    }

    /// <summary>What is at hand and has not been passed.</summary>
    public ReadOnlySpan<byte> Ahead => _buffer.AsSpan(_position, _end - _position);

    /// <summary>Whether a larger look ahead is impossible.</summary>
    public bool IsFull => _end - _position >= _buffer.Length - History - 1024;

    /// <summary>Bytes read from the source so far.</summary>
    public long Length { get; private set; }

    /// <summary>Line of the next byte, from 1.</summary>
    public long Line
    {
        get
        {
            CountLines();
            return _line;
        }
    }

    /// <summary>Whether the text is only the beginning of the statement.</summary>
    public bool TextWasCut => _text.WasCut;

    /// <summary>Reads more behind what is at hand; false at the end of the dump.</summary>
    public bool More()
    {
        if (_atEnd) return false;
        if (_end - _position <= 4096 || _end == _buffer.Length) Slide();
        if (_end == _buffer.Length) throw new InvalidOperationException("The window is full.");
        var count = _source.Read(_buffer, _end, _buffer.Length - _end);
        _atEnd = count == 0;
        _end += count;
        Length += count;
        return count > 0;
    }

    /// <summary>Brings at least so many bytes to hand; false where the dump ends before.</summary>
    public bool Ensure(int count)
    {
        while (_end - _position < count)
            if (!More()) return false;
        return true;
    }

    /// <summary>A byte ahead; -1 behind the end of the dump.</summary>
    public int Peek(int distance = 0) => Ensure(distance + 1) ? _buffer[_position + distance] : -1;

    /// <summary>A byte already passed: 1 is the last one, 4 the farthest.</summary>
    public byte Behind(int distance) => _buffer[_position - distance];

    /// <summary>Passes bytes that are at hand.</summary>
    public void Advance(int count) => _position += count;

    /// <summary>Begins to collect text.</summary>
    /// <param name="limit">Bytes to keep at most; the rest is passed over.</param>
    public void BeginText(int limit)
    {
        _text.Begin(limit);
        _mark = _position;
    }

    /// <summary>Ends the text.</summary>
    public void EndText()
    {
        (_textStart, _textLength) = (_mark, _position - _mark);
        _mark = -1;
        _text.End(_buffer.AsSpan(_textStart, _textLength));
    }

    /// <summary>The text passed between <see cref="BeginText"/> and <see cref="EndText"/>; good until the next byte is read.</summary>
    public ReadOnlySpan<byte> Text => _text.Whole(_buffer.AsSpan(_textStart, _textLength));

    /// <summary>What passes from here on is not echoed.</summary>
    public void BeginDrop()
    {
        Echo();
        _dropping = true;
    }

    /// <summary>What passes from here on is echoed again.</summary>
    public void EndDrop()
    {
        _echoed = _position;
        _dropping = false;
    }

    /// <summary>Writes what has passed and was not echoed yet.</summary>
    public void Echo()
    {
        if (!_dropping && _position > _echoed) _echo?.Write(_buffer.AsSpan(_echoed, _position - _echoed));
        _echoed = _position;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _position = _end = _counted = _echoed = 0;
        _atEnd = true;
    }

    private void CountLines()
    {
        _line += _buffer.AsSpan(_counted, _position - _counted).Count((byte)'\n');
        _counted = _position;
    }

    private void Slide()
    {
        var from = _position - History;
        if (from == 0) return;
        CountLines();
        Echo();
        if (_mark >= 0) _text.Append(_buffer.AsSpan(_mark, _position - _mark));
        _buffer.AsSpan(from, _end - from).CopyTo(_buffer);
        _end -= from;
        _position = _counted = _echoed = History;
        if (_mark >= 0) _mark = History;
    }
}

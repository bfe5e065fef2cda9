using EventLinkDr.Streams;

namespace EventLinkDr.Adapters.Age;

/// <summary>Takes the text armor off an age file (RFC 7468, section 3, strict): every line full but the last, nothing but white space round it.</summary>
internal sealed class ArmorReader(Stream source, ReadOnlyMemory<byte> beginning) : ReadOnlyStream
{
    private const int Columns = 64;
    private const int LargestSpace = 1024;

    private readonly byte[] _text = [.. beginning.Span, .. new byte[4096]];
    private readonly byte[] _line = new byte[Columns * 6 / 8];
    private int _textPosition, _textFilled = beginning.Length;
    private int _linePosition, _lineFilled;
    private int _space;
    private bool _sourceEnded;
    private State _state;

    private enum State
    {
        Before,
        FullLines,
        EndExpected,
        After,
        Done,
    }

    public override int Read(Span<byte> buffer)
    {
        while (_linePosition == _lineFilled && _state != State.Done && buffer.Length > 0)
        {
            if (!TryLine()) Filled(source.Read(Free().Span));
        }

        return Take(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_linePosition == _lineFilled && _state != State.Done && buffer.Length > 0)
        {
            if (!TryLine()) Filled(await source.ReadAsync(Free(), cancellationToken).ConfigureAwait(false));
        }

        return Take(buffer.Span);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) source.Dispose();
        base.Dispose(disposing);
    }

    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _lineFilled - _linePosition);
        _line.AsSpan(_linePosition, count).CopyTo(buffer);
        _linePosition += count;
        return count;
    }

    private Memory<byte> Free()
    {
        _text.AsSpan(_textPosition, _textFilled - _textPosition).CopyTo(_text);
        _textFilled -= _textPosition;
        _textPosition = 0;
        return _textFilled < _text.Length ? _text.AsMemory(_textFilled) : throw AgeException.Armor("has a line that is too long");
    }

    private void Filled(int count)
    {
        _textFilled += count;
        _sourceEnded |= count == 0;
    }

    /// <summary>Deals with a line; false when more text is needed for one.</summary>
    private bool TryLine()
    {
        var text = _text.AsSpan(_textPosition, _textFilled - _textPosition);
        var end = text.IndexOf((byte)'\n');
        if (end < 0 && !_sourceEnded) return false;
        if (end < 0) TakeLast(text);
        else TakeLine(text[..end]);
        _textPosition += end < 0 ? text.Length : end + 1;
        return true;
    }

    /// <summary>The end of the text: only the end line may do without an end of line.</summary>
    private void TakeLast(ReadOnlySpan<byte> line)
    {
        if (_state is State.FullLines or State.EndExpected && IsEnd(line)) _state = State.After;
        else if (_state == State.After) TakeLine(line);
        if (_state != State.After) throw AgeException.Armor("breaks off");
        _state = State.Done;
    }

    private void TakeLine(ReadOnlySpan<byte> line)
    {
        if (_state is State.Before or State.After && line.IndexOfAnyExcept(" \t\r"u8) < 0)
        {
            if ((_space += line.Length + 1) > LargestSpace) throw AgeException.Armor("has too much white space round it");
            return;
        }

        if (line is [.. var content, (byte)'\r']) line = content;
        switch (_state)
        {
            case State.Before when line.SequenceEqual("-----BEGIN AGE ENCRYPTED FILE-----"u8):
                _state = State.FullLines;
                break;
            case State.FullLines or State.EndExpected when IsEnd(line):
                (_state, _space) = (State.After, 0);
                break;
            case State.FullLines when line.Length is > 0 and <= Columns:
                Decode(line);
                break;
            default:
                throw AgeException.Armor("is malformed");
        }
    }

    private void Decode(ReadOnlySpan<byte> line)
    {
        var digits = line.TrimEnd((byte)'=');
        var padding = line.Length - digits.Length;
        if (line.Length % 4 != 0 || padding > 2 || RawBase64.Decode(digits) is not { Length: > 0 } data) throw AgeException.Armor("is malformed");
        if (padding > 0 || line.Length < Columns) _state = State.EndExpected;
        data.CopyTo(_line, 0);
        (_linePosition, _lineFilled) = (0, data.Length);
    }

    private static bool IsEnd(ReadOnlySpan<byte> line) => line.SequenceEqual("-----END AGE ENCRYPTED FILE-----"u8);
}

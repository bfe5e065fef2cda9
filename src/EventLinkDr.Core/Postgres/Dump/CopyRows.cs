using EventLinkDr.Diagnostics;

namespace EventLinkDr.Postgres.Dump;

/// <summary>The rows of a COPY block, up to the line that holds only <c>\.</c>.</summary>
internal sealed class CopyRows(DumpWindow window)
{
    private long _line;
    private bool _atLineStart;
    private bool _inFirstLine;

    /// <summary>Whether rows may still follow.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Rows that have passed.</summary>
    public long Rows { get; private set; }

    /// <summary>Whether the chunk read last ends at the end of a row.</summary>
    public bool ChunkEndsRow => _atLineStart;

    /// <summary>Begins behind the semicolon of a header.</summary>
    public void Open(long line)
    {
        _line = line;
        Rows = 0;
        IsOpen = _inFirstLine = true;
    }

    /// <summary>The next chunk; empty after the last, and then the end marker has passed too.</summary>
    public ReadOnlySpan<byte> Read()
    {
        if (_inFirstLine) PassRestOfHeaderLine();
        if (_atLineStart && PassEndMarker()) return default;
        while (true)
        {
            var ahead = window.Ahead;
            var length = ahead.IndexOf("\n\\."u8) + 1;
            if (length == 0) length = ahead.LastIndexOf((byte)'\n') + 1;
            if (length > 0)
            {
                _atLineStart = true;
                Rows += ahead[..length].Count((byte)'\n');
                window.Advance(length);
                return ahead[..length];
            }

            if (window.IsFull)
            {
                _atLineStart = false;
                window.Advance(ahead.Length);
                return ahead;
            }

            if (!window.More()) throw Truncated();
        }
    }

    private void PassRestOfHeaderLine()
    {
        _inFirstLine = false;
        _atLineStart = true;
        while (true)
        {
            var next = window.Peek();
            if (next < 0) throw Truncated();
            if (!SqlBytes.IsSpace(next)) throw new DumpTextException(ErrorTable.DumpMalformed, $"line {window.Line} goes on behind the head of a COPY block");
            window.Advance(1);
            if (next == '\n') return;
        }
    }

    private bool PassEndMarker()
    {
        if (window.Peek() != '\\' || window.Peek(1) != '.') return false;
        var length = window.Peek(2) switch
        {
            '\n' => 3,
            '\r' when window.Peek(3) == '\n' => 4,
            -1 => 2,
            _ => 0,
        };
        window.Advance(length);
        IsOpen = length == 0;
        return !IsOpen;
    }

    private DumpTextException Truncated() => SqlLexer.Unterminated("the COPY block", _line);
}

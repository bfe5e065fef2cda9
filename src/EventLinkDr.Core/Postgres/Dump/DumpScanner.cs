using EventLinkDr.Diagnostics;

namespace EventLinkDr.Postgres.Dump;

/// <summary>
/// Reads a plain SQL dump piece by piece: statements, COPY blocks, psql commands. Works on bytes, so the encoding does not matter as long as
/// it is one a server can have. Splits where psql splits. Holds one statement at most, never a COPY block. Blocking; for one thread.
/// </summary>
internal sealed class DumpScanner : IDisposable
{
    /// <summary>More than PostgreSQL takes as one statement.</summary>
    public const int NoLimit = 0x40000000;

    private const int LongestComment = 1024;

    private readonly DumpWindow _window;
    private readonly SqlLexer _lexer;
    private readonly StatementEnd _end;
    private readonly CopyRows _rows;
    private readonly int _textLimit;
    private readonly bool _filter;
    private byte[] _header = [];
    private bool _started;

    /// <param name="source">The dump; stays open.</param>
    /// <param name="textLimit">Bytes of a statement to keep at most; <see cref="NoLimit"/> for all.</param>
    /// <param name="windowSize">Size of the window in bytes.</param>
    public DumpScanner(Stream source, int textLimit = NoLimit, int windowSize = 256 * 1024) : this(source, textLimit, windowSize, null) { }

    // Everything that passes goes to the echo, except \restrict, \unrestrict and the completion markers.
    internal DumpScanner(Stream source, int textLimit, int windowSize, Stream? echo)
    {
        ArgumentNullException.ThrowIfNull(source);
        _textLimit = textLimit;
        _filter = echo is not null;
        _window = new DumpWindow(source, windowSize, echo);
        _lexer = new SqlLexer(_window);
        _end = new StatementEnd(_window, _lexer);
        _rows = new CopyRows(_window);
    }

    /// <summary>What <see cref="Next"/> has found.</summary>
    public DumpItem Item { get; private set; }

    /// <summary>First line of the item, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The line after what was read last.</summary>
    public long CurrentLine => _window.Line;

    /// <summary>
    /// Text of the item: a statement with its semicolon, a COPY header likewise, a psql command from its backslash to the end of its line.
    /// Good until the scanner moves on.
    /// </summary>
    public ReadOnlySpan<byte> Text => Item == DumpItem.CopyBlock ? _header : _window.Text;

    /// <summary>Whether the statement is longer than the limit; then <see cref="Text"/> is its beginning.</summary>
    public bool TextWasCut => _window.TextWasCut;

    /// <summary>Whether a backslash escapes in plain quotes at this place (<c>standard_conforming_strings</c> is off).</summary>
    public bool BackslashEscapes => _lexer.BackslashEscapes;

    /// <summary>Bytes of the dump read so far.</summary>
    public long Length => _window.Length;

    /// <summary>Rows of the COPY block so far.</summary>
    public long CopyRows => _rows.Rows;

    /// <summary>Whether the chunk read last ends at the end of a row.</summary>
    public bool CopyChunkEndsRow => _rows.ChunkEndsRow;

    /// <summary>Whether <c>-- PostgreSQL database dump complete</c> came after the last statement or block.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Takes the comment lines between statements.</summary>
    public DumpComment? Comment { get; set; }

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Goes on to the next item; rows of a COPY block not read yet are passed over.</summary>
    public DumpItem Next()
    {
        while (_rows.IsOpen) _rows.Read();
        if (!_started) Start();
        return Item = FindItem();
    }

    /// <summary>
    /// The next rows of the COPY block as they stand in the dump, up to the end of a row unless a row is larger than the window; empty after
    /// the last. Good until the next call.
    /// </summary>
    public ReadOnlySpan<byte> ReadCopy() => _rows.IsOpen ? _rows.Read() : default;

    /// <summary>Writes what has passed and was not echoed yet.</summary>
    internal void Echo() => _window.Echo();

    public void Dispose() => _window.Dispose();

    /// <summary>Whether a psql command is one of the two that pg_dump puts round its output against injected commands.</summary>
    public static bool IsRestrict(ReadOnlySpan<byte> command) => command.StartsWith("\\restrict "u8) || command.StartsWith("\\unrestrict "u8);

    private void Start()
    {
        _started = true;
        if (!_window.Ensure(3) || !_window.Ahead.StartsWith(ByteOrderMark)) return;
        _window.BeginDrop();
        _window.Advance(3);
        _window.EndDrop();
    }

    private DumpItem FindItem()
    {
        while (true)
        {
            var next = _window.Peek();
            if (next < 0) return DumpItem.End;
            if (SqlBytes.IsSpace(next) || next == ';') _window.Advance(1);
            else if (next == '-' && _window.Peek(1) == '-') PassComment();
            else if (next == '/' && _window.Peek(1) == '*') _lexer.SkipBlockComment();
            else return next == '\\' ? ReadMetaCommand() : ReadStatement();
        }
    }

    private void PassComment()
    {
        if (_filter && CompletionMarker.LengthAt(_window) is > 0 and var length)
        {
            _window.BeginDrop();
            _window.Advance(length);
            _window.EndDrop();
            IsComplete = true;
            return;
        }

        int end;
        while ((end = _window.Ahead.IndexOf((byte)'\n')) < 0 && _window.Ahead.Length < LongestComment && _window.More()) { }
        var text = _window.Ahead[..Math.Min(end < 0 ? _window.Ahead.Length : end, LongestComment)].TrimEnd((byte)'\r');
        IsComplete |= text.SequenceEqual(CompletionMarker.Text);
        Comment?.Invoke(text);
        _lexer.SkipLineComment();
    }

    private DumpItem ReadMetaCommand()
    {
        Line = _window.Line;
        _window.Ensure("\\unrestrict ".Length);
        var drop = _filter && IsRestrict(_window.Ahead);
        if (drop) _window.BeginDrop();
        _window.BeginText(LongestComment);
        _lexer.SkipLineComment();
        _window.EndText();
        IsComplete &= IsRestrict(_window.Text);
        if (!drop) return DumpItem.MetaCommand;
        if (_window.Peek() == '\n') _window.Advance(1);
        _window.EndDrop();
        return DumpItem.MetaCommand;
    }

    private DumpItem ReadStatement()
    {
        Line = _window.Line;
        _window.BeginText(_textLimit);
        _end.Skip();
        _window.EndText();
        IsComplete = false;
        var text = _window.Text;
        if (_textLimit == NoLimit && _window.TextWasCut)
            throw new DumpTextException(ErrorTable.DumpMalformed, $"the statement that begins in line {Line} is longer than PostgreSQL takes");
        if (StringsSetting.Find(text) is { } conforming) _lexer.BackslashEscapes = !conforming;
        if (!CopyHeader.IsFromStdin(text, _lexer.BackslashEscapes)) return DumpItem.Statement;
        _header = text.ToArray();
        _rows.Open(Line);
        return DumpItem.CopyBlock;
    }
}

using System.Buffers;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Postgres.Dump;

/// <summary>Passes over the tokens of SQL that may hide a semicolon: quotes, dollar quotes, comments. Follows psql's own lexer.</summary>
internal sealed class SqlLexer(DumpWindow window)
{
    private const int LongestTag = 1024;

    /// <summary>Whether a backslash escapes in plain quotes: <c>standard_conforming_strings</c> is off.</summary>
    public bool BackslashEscapes { get; set; }

    /// <summary>Passes over blanks and comments.</summary>
    public void SkipBlank()
    {
        while (true)
        {
            var next = window.Peek();
            if (SqlBytes.IsSpace(next)) window.Advance(1);
            else if (next == '-' && window.Peek(1) == '-') SkipLineComment();
            else if (next == '/' && window.Peek(1) == '*') SkipBlockComment();
            else return;
        }
    }

    /// <summary>Passes over <c>-- …</c>, up to the line end.</summary>
    public void SkipLineComment()
    {
        while (true)
        {
            var end = window.Ahead.IndexOf((byte)'\n');
            window.Advance(end < 0 ? window.Ahead.Length : end);
            if (end >= 0 || !window.More()) return;
        }
    }

    /// <summary>Passes over a block comment and those nested in it.</summary>
    public void SkipBlockComment()
    {
        var line = window.Line;
        window.Advance(2);
        for (var depth = 1; depth > 0;)
        {
            var ahead = window.Ahead;
            var next = ahead.IndexOfAny((byte)'*', (byte)'/');
            window.Advance(next < 0 ? ahead.Length : next);
            if (!window.Ensure(2)) throw Unterminated("a comment", line);
            if (next < 0) continue;
            var (first, second) = (window.Peek(), window.Peek(1));
            if (first == '*' && second == '/') depth--;
            else if (first == '/' && second == '*') depth++;
            else second = -1;
            window.Advance(second < 0 ? 1 : 2);
        }
    }

    /// <summary>Passes over a text in single quotes, of whatever form its prefix gives it, and over its continuations on later lines.</summary>
    public void SkipText()
    {
        var line = window.Line;
        var escapes = EscapesHere();
        do
        {
            window.Advance(1);
            SkipQuoted((byte)'\'', escapes, line);
        }
        while (GoesOn());
    }

    /// <summary>Passes over a name in double quotes.</summary>
    public void SkipQuotedName()
    {
        var line = window.Line;
        window.Advance(1);
        SkipQuoted((byte)'"', escapes: false, line);
    }

    /// <summary>Passes over a dollar-quoted text; over the dollar alone where there is none.</summary>
    public void SkipDollar()
    {
        var length = TagLength();
        if (length == 0 || SqlBytes.IsInName(window.Behind(1)))
        {
            window.Advance(1);
            return;
        }

        var line = window.Line;
        var tag = window.Ahead[..length].ToArray();
        window.Advance(length);
        while (true)
        {
            var ahead = window.Ahead;
            var end = ahead.IndexOf(tag);
            if (end >= 0)
            {
                window.Advance(end + length);
                return;
            }

            // The closing tag may have begun at the end of what is at hand.
            window.Advance(Math.Max(0, ahead.Length - length + 1));
            if (!window.More()) throw Unterminated("a dollar-quoted text", line);
        }
    }

    /// <summary>Reads a word if one comes next, in lower case.</summary>
    /// <returns>Its length, cut to the space given; 0 when no word comes next.</returns>
    public int ReadWord(Span<byte> word)
    {
        if (!SqlBytes.IsNameStart(window.Peek())) return 0;
        var length = 0;
        while (true)
        {
            var ahead = window.Ahead;
            var end = ahead.IndexOfAnyExcept(SqlBytes.InName);
            var piece = end < 0 ? ahead : ahead[..end];
            foreach (var value in piece[..Math.Min(piece.Length, word.Length - length)]) word[length++] = SqlBytes.Lower(value);
            window.Advance(piece.Length);
            if (end >= 0 || !window.More()) return length;
        }
    }

    public static DumpTextException Unterminated(string what, long line) =>
        new(ErrorTable.BackupTruncated, $"the dump ends inside {what} that begins in line {line}");

    private bool EscapesHere()
    {
        byte last = window.Behind(1), before = window.Behind(2);
        if (last is (byte)'e' or (byte)'E' && !SqlBytes.IsInName(before)) return true;
        if (last is (byte)'b' or (byte)'B' or (byte)'x' or (byte)'X' && !SqlBytes.IsInName(before)) return false;
        if (last is (byte)'&' && before is (byte)'u' or (byte)'U' && !SqlBytes.IsInName(window.Behind(3))) return false;
        return BackslashEscapes;
    }

    /// <summary>Behind a closing quote: a quote at once is a doubled one, a quote on a later line goes on with the same text.</summary>
    private bool GoesOn()
    {
        if (window.Peek() == '\'') return true;
        var newLine = false;
        while (true)
        {
            var next = window.Peek();
            if (SqlBytes.IsSpace(next))
            {
                newLine |= next is '\n' or '\r';
                window.Advance(1);
            }
            else if (next == '-' && window.Peek(1) == '-')
            {
                SkipLineComment();
            }
            else
            {
                return newLine && next == '\'';
            }
        }
    }

    private void SkipQuoted(byte quote, bool escapes, long line)
    {
        while (true)
        {
            var ahead = window.Ahead;
            var end = escapes ? ahead.IndexOfAny(quote, (byte)'\\') : ahead.IndexOf(quote);
            if (end < 0)
            {
                window.Advance(ahead.Length);
                if (!window.More()) throw Unterminated(quote == '"' ? "a quoted name" : "a quoted text", line);
                continue;
            }

            window.Advance(end);
            if (window.Ahead[0] == quote)
            {
                window.Advance(1);
                return;
            }

            if (!window.Ensure(2)) throw Unterminated("a quoted text", line);
            window.Advance(2);
        }
    }

    /// <summary>Length of <c>$tag$</c> at this place; 0 when there is none.</summary>
    private int TagLength()
    {
        if (window.Peek(1) == '$') return 2;
        if (!SqlBytes.IsNameStart(window.Peek(1))) return 0;
        for (var length = 2; length < LongestTag; length++)
        {
            var next = window.Peek(length);
            if (next == '$') return length + 1;
            if (!SqlBytes.IsInName(next)) return 0;
        }

        return 0;
    }
}

using System.Buffers;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Postgres.Dump;

/// <summary>Finds where a statement ends: at the first semicolon outside quotes, comments, parentheses and <c>BEGIN ATOMIC … END</c>.</summary>
internal sealed class StatementEnd(DumpWindow window, SqlLexer lexer)
{
    private const int Word = 16;

    private int _parentheses;
    private int _blocks;
    private bool _begin;

    /// <summary>Passes over the statement that begins here, its semicolon included.</summary>
    public void Skip()
    {
        var line = window.Line;
        _parentheses = _blocks = 0;
        _begin = false;
        var routine = IsRoutine();
        while (true)
        {
            var ahead = window.Ahead;
            var next = ahead.IndexOfAny(routine ? SqlBytes.StopsAndWords : SqlBytes.Stops);
            window.Advance(next < 0 ? ahead.Length : next);
            if (next >= 0 ? Pass(ahead[next], line) : !window.More())
            {
                if (next < 0) throw SqlLexer.Unterminated("a statement", line);
                return;
            }
        }
    }

    /// <summary>Passes over what begins here.</summary>
    /// <returns>Whether the statement ended.</returns>
    private bool Pass(byte first, long line)
    {
        switch (first)
        {
            case (byte)'\'':
                lexer.SkipText();
                break;
            case (byte)'"':
                lexer.SkipQuotedName();
                break;
            case (byte)'$':
                lexer.SkipDollar();
                break;
            case (byte)'-' when window.Peek(1) == '-':
                lexer.SkipLineComment();
                return false;
            case (byte)'/' when window.Peek(1) == '*':
                lexer.SkipBlockComment();
                return false;
            case (byte)'(':
                _parentheses++;
                window.Advance(1);
                break;
            case (byte)')':
                if (_parentheses > 0) _parentheses--;
                window.Advance(1);
                break;
            case (byte)';':
                window.Advance(1);
                if (_parentheses == 0 && _blocks == 0) return true;
                break;
            case (byte)'\\':
                throw new DumpTextException(ErrorTable.DumpForbidden, $"line {window.Line} holds a psql command inside the statement that begins in line {line}");
            default:
                if (SqlBytes.IsNameStart(first))
                {
                    PassWord();
                    return false;
                }

                window.Advance(1);
                break;
        }

        _begin = false;
        return false;
    }

    private void PassWord()
    {
        Span<byte> word = stackalloc byte[Word];
        word = word[..lexer.ReadWord(word)];
        if (_parentheses > 0) return;
        if (_blocks == 0)
        {
            if (_begin && word.SequenceEqual("atomic"u8)) _blocks = 1;
            _begin = word.SequenceEqual("begin"u8);
        }
        else if (word.SequenceEqual("case"u8))
        {
            _blocks++;
        }
        else if (word.SequenceEqual("end"u8))
        {
            _blocks--;
        }
    }

    /// <summary>Whether the statement is CREATE [OR REPLACE] FUNCTION or PROCEDURE; only those have bodies with semicolons of their own.</summary>
    private bool IsRoutine()
    {
        Span<byte> word = stackalloc byte[Word];
        if (!NextWordIs(word, "create"u8)) return false;
        var second = NextWord(word);
        if (second.SequenceEqual("or"u8))
        {
            if (!NextWordIs(word, "replace"u8)) return false;
            second = NextWord(word);
        }

        return second.SequenceEqual("function"u8) || second.SequenceEqual("procedure"u8);
    }

    private bool NextWordIs(Span<byte> word, ReadOnlySpan<byte> expected) => NextWord(word).SequenceEqual(expected);

    private Span<byte> NextWord(Span<byte> word)
    {
        lexer.SkipBlank();
        return word[..lexer.ReadWord(word)];
    }
}

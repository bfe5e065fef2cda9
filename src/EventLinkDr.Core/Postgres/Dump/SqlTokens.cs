using System.Buffers;
using System.Text;

namespace EventLinkDr.Postgres.Dump;

/// <summary>The tokens of a statement that is at hand, comments left out. A statement cut short simply ends.</summary>
/// <param name="text">The statement.</param>
/// <param name="backslashEscapes">Whether a backslash escapes in plain quotes.</param>
internal ref struct SqlTokens(ReadOnlySpan<byte> text, bool backslashEscapes)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _next;

    /// <summary>Kind of the token at hand.</summary>
    public SqlTokenKind Kind { get; private set; }

    /// <summary>Its bytes as they stand.</summary>
    public ReadOnlySpan<byte> Raw { get; private set; }

    /// <summary>Where it begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends.</summary>
    public readonly int End => _next;

    /// <summary>Parentheses open round it.</summary>
    public int Depth { get; private set; }

    /// <summary>Goes on to the next token.</summary>
    /// <returns>False behind the last one.</returns>
    public bool Next()
    {
        _next = SkipBlank(_next);
        Start = _next;
        if (_next >= _text.Length)
        {
            Kind = SqlTokenKind.End;
            Raw = default;
            return false;
        }

        Kind = Read(_text[_next]);
        Raw = _text[Start.._next];
        return true;
    }

    /// <summary>Whether the token at hand is this keyword, given in lower case.</summary>
    public readonly bool IsWord(ReadOnlySpan<byte> keyword)
    {
        if (Kind != SqlTokenKind.Word || Raw.Length != keyword.Length) return false;
        for (var i = 0; i < keyword.Length; i++)
            if (SqlBytes.Lower(Raw[i]) != keyword[i]) return false;
        return true;
    }

    /// <summary>Whether the token at hand is this byte.</summary>
    public readonly bool IsSymbol(char symbol) => Kind == SqlTokenKind.Symbol && Raw[0] == symbol;

    /// <summary>Goes on, and says whether what comes is this keyword.</summary>
    public bool NextIs(ReadOnlySpan<byte> keyword) => Next() && IsWord(keyword);

    /// <summary>Whether the token at hand can be a name.</summary>
    public readonly bool IsName => Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName;

    /// <summary>The name at hand as the server understands it.</summary>
    public readonly string Name(Encoding encoding)
    {
        if (Kind == SqlTokenKind.QuotedName) return encoding.GetString(Inner(1)).Replace("\"\"", "\"", StringComparison.Ordinal);
        var name = encoding.GetString(Raw);
        return string.Create(name.Length, name, LowerAscii);
    }

    /// <summary>The value of the text at hand; escapes of the E form are taken for the byte behind the backslash.</summary>
    public readonly string Text(Encoding encoding)
    {
        if (Kind == SqlTokenKind.DollarText)
        {
            var tag = Raw[1..].IndexOf((byte)'$') + 2;
            return encoding.GetString(Raw[tag..^tag]);
        }

        var open = Raw.IndexOf((byte)'\'');
        var value = encoding.GetString(Inner(open + 1)).Replace("''", "'", StringComparison.Ordinal);
        return open > 0 || backslashEscapes ? value.Replace("\\\\", "\\", StringComparison.Ordinal) : value;
    }

    private readonly ReadOnlySpan<byte> Inner(int open) => Raw.Length > open ? Raw[open..^1] : default;

    private static void LowerAscii(Span<char> target, string source)
    {
        for (var i = 0; i < target.Length; i++) target[i] = source[i] is >= 'A' and <= 'Z' ? (char)(source[i] | 0x20) : source[i];
    }

    private SqlTokenKind Read(byte first)
    {
        if (first == '\'') return ReadText(backslashEscapes);
        if (first == '"')
        {
            SkipQuoted((byte)'"', escapes: false);
            return SqlTokenKind.QuotedName;
        }

        if (SqlBytes.IsNameStart(first)) return ReadWord();
        if (first is >= (byte)'0' and <= (byte)'9')
        {
            while (_next < _text.Length && (_text[_next] is >= (byte)'0' and <= (byte)'9' or (byte)'.' or (byte)'_')) _next++;
            return SqlTokenKind.Number;
        }

        if (first == '$' && TagLength() is > 0 and var tag)
        {
            var close = _text[(_next + tag)..].IndexOf(_text.Slice(_next, tag));
            _next = close < 0 ? _text.Length : _next + tag + close + tag;
            return SqlTokenKind.DollarText;
        }

        _next++;
        if (first == '(') Depth++;
        else if (first == ')') Depth--;
        return SqlTokenKind.Symbol;
    }

    private SqlTokenKind ReadWord()
    {
        var length = _text[_next..].IndexOfAnyExcept(SqlBytes.InName);
        _next = length < 0 ? _text.Length : _next + length;
        var quote = _next < _text.Length && _text[_next] == '\'';
        if (length == 1 && quote && SqlBytes.Lower(_text[Start]) is (byte)'e' or (byte)'b' or (byte)'x' or (byte)'n')
            return ReadText(SqlBytes.Lower(_text[Start]) is (byte)'e' || (backslashEscapes && SqlBytes.Lower(_text[Start]) is (byte)'n'));
        if (length == 1 && SqlBytes.Lower(_text[Start]) == 'u' && _text[_next..].StartsWith("&'"u8))
        {
            _next++;
            return ReadText(escapes: false);
        }

        return SqlTokenKind.Word;
    }

    private SqlTokenKind ReadText(bool escapes)
    {
        do SkipQuoted((byte)'\'', escapes);
        while (_next < _text.Length && _text[_next] == '\'');
        return SqlTokenKind.Text;
    }

    private void SkipQuoted(byte quote, bool escapes)
    {
        _next++;
        while (_next < _text.Length)
        {
            var rest = _text[_next..];
            var end = escapes ? rest.IndexOfAny(quote, (byte)'\\') : rest.IndexOf(quote);
            if (end < 0) break;
            _next += end + 1;
            if (rest[end] != quote) _next++;
            else if (quote == '\'' || _next >= _text.Length || _text[_next] != quote) return;
            else _next++;
        }

        _next = _text.Length;
    }

    private readonly int TagLength()
    {
        var rest = _text[(_next + 1)..];
        if (rest.IsEmpty) return 0;
        if (rest[0] == '$') return 2;
        if (!SqlBytes.IsNameStart(rest[0])) return 0;
        var end = rest.IndexOf((byte)'$');
        return end < 0 || rest[..end].ContainsAnyExcept(SqlBytes.InName) ? 0 : end + 2;
    }

    private readonly int SkipBlank(int at)
    {
        while (at < _text.Length)
        {
            var rest = _text[at..];
            if (SqlBytes.IsSpace(rest[0]))
            {
                at++;
            }
            else if (rest.StartsWith("--"u8))
            {
                var end = rest.IndexOf((byte)'\n');
                at = end < 0 ? _text.Length : at + end + 1;
            }
            else if (rest.StartsWith("/*"u8))
            {
                at += BlockComment(rest);
            }
            else
            {
                return at;
            }
        }

        return at;
    }

    private static int BlockComment(ReadOnlySpan<byte> rest)
    {
        var depth = 0;
        for (var at = 0; at + 1 < rest.Length; at++)
        {
            if (rest[at] == '/' && rest[at + 1] == '*') depth++;
            else if (rest[at] == '*' && rest[at + 1] == '/') depth--;
            else continue;
            at++;
            if (depth == 0) return at + 1;
        }

        return rest.Length;
    }
}

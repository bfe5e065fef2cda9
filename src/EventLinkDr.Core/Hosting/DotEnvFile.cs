using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Hosting;

/// <summary>
/// Reads an <c>.env</c> file as compose does. Its rules are its own: a comment needs a space before it, double quotes know escapes and
/// variables, single quotes only <c>\'</c>, quoted values may span lines, and a variable of the environment beats the file.
/// </summary>
internal sealed partial class DotEnvFile
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Func<string, string?> _environment;
    private readonly string _path;
    private readonly string _text;
    private int _at;

    private DotEnvFile(string text, string path, Func<string, string?> environment)
    {
        _text = text.TrimStart('\uFEFF');
        _path = path;
        _environment = environment;
    }

    /// <param name="text">The file.</param>
    /// <param name="path">Its path, for errors.</param>
    /// <param name="environment">Variables of the process; null where one is not set.</param>
    /// <exception cref="DrException"><c>TargetInvalid</c> with file and line; never with a value.</exception>
    public static IReadOnlyDictionary<string, string> Parse(string text, string path, Func<string, string?> environment)
    {
        var file = new DotEnvFile(text, path, environment);
        while (file.ReadLine()) { }
        return file._values;
    }

    private bool ReadLine()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
        if (_at == _text.Length) return false;
        if (_text[_at] == '#')
        {
            _at = EndOfLine();
            return true;
        }

        if (ReadKey() is var (key, inherited) && inherited)
        {
            if (_environment(key) is { } value) _values[key] = value;
            return true;
        }

        var start = _at;
        try
        {
            var value = _at < _text.Length && _text[_at] is '\'' or '"' ? ReadQuoted(_text[_at]) : ReadPlain();
            _values[key] = _environment(key) ?? value;
        }
        catch (DrException error) when (error.Subject is null)
        {
            throw Invalid(error.Message.TrimEnd('.'), start);
        }

        return true;
    }

    /// <summary>The name before <c>=</c> or <c>:</c>; a name alone on its line takes its value from the environment.</summary>
    private (string Key, bool Inherited) ReadKey()
    {
        var start = _at;
        if (Export().Match(_text, _at) is { Success: true } export) _at += export.Length;
        var first = _at;
        for (; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (c is '=' or ':' or '\n') break;
            if (!IsSpace(c) && c is not ('_' or '.' or '-' or '[' or ']') && !char.IsLetterOrDigit(c))
                throw Invalid("a name has a character that names do not have", start);
        }

        var key = _text[first.._at].TrimEnd();
        if (key.Contains(' ', StringComparison.Ordinal)) throw Invalid("a name has a space in it", start);
        var inherited = _at == _text.Length || _text[_at] == '\n';
        if (!inherited)
        {
            _at++;
            while (_at < _text.Length && IsSpace(_text[_at])) _at++;
        }

        return (key, inherited);
    }

    private string ReadPlain()
    {
        var end = EndOfLine();
        var value = _text[_at..end];
        _at = end;
        if (value.IndexOf(" #", StringComparison.Ordinal) is >= 0 and var comment) value = value[..comment];
        return Expand(value.TrimEnd());
    }

    private string ReadQuoted(char quote)
    {
        var start = _at++;
        var value = new StringBuilder();
        for (; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (c == quote)
            {
                _at++;
                return quote == '"' ? Expand(Unescape(value.ToString())) : value.ToString();
            }

            if (c == '\\' && _at + 1 < _text.Length)
            {
                _at++;
                if (_text[_at] != quote) value.Append(c);
                c = _text[_at];
            }

            value.Append(c);
        }

        throw Invalid("a quote is not closed", start);
    }

    private string Expand(string value) => VariableExpansion.Expand(value, name => _environment(name) ?? _values.GetValueOrDefault(name));

    private static string Unescape(string value) => Escape().Replace(value, match => match.Value[1] switch
    {
        'a' => "\a",
        'b' => "\b",
        'f' => "\f",
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        'v' => "\v",
        '\\' => "\\",
        // Expansion comes after this and turns it into one dollar.
        '$' => "$$",
        '0' when match.Length > 2 => ((char)Convert.ToInt32(match.Value[2..], 8)).ToString(),
        _ => match.Value,
    });

    private int EndOfLine() => _text.IndexOf('\n', _at) is >= 0 and var end ? end : _text.Length;

    private DrException Invalid(string what, int position) => new(ErrorTable.TargetInvalid,
        string.Create(CultureInfo.InvariantCulture, $"line {_text.AsSpan(0, position).Count('\n') + 1} of {_path}: {what}")) { Subject = _path };

    private static bool IsSpace(char c) => c is '\t' or '\v' or '\f' or '\r' or ' ' or '\u0085' or '\u00A0';

    [GeneratedRegex(@"\Gexport\s+")]
    private static partial Regex Export();

    [GeneratedRegex(@"\\(?:[abcfnrtv$""\\]|0[0-7]{0,3})")]
    private static partial Regex Escape();
}

using System.Text;

namespace EventLinkDr.Postgres.Libpq;

/// <summary>libpq's <c>keyword = value</c> form: values in single quotes or without, backslash escapes in both.</summary>
internal static class ConnectionInfo
{
    public static LibpqSettings Parse(string text)
    {
        var settings = new LibpqSettings();
        var at = 0;
        while (true)
        {
            SkipSpace(text, ref at);
            if (at == text.Length) return settings;
            var start = at;
            while (at < text.Length && text[at] != '=' && !char.IsWhiteSpace(text[at])) at++;
            var keyword = text[start..at];
            SkipSpace(text, ref at);
            if (at == text.Length || text[at] != '=') throw ConnectionString.Invalid("lacks a = after a keyword", at);
            at++;
            SkipSpace(text, ref at);
            if (!LibpqSettings.IsKeyword(keyword)) throw ConnectionString.Invalid("has a keyword that libpq does not know", start);
            settings[keyword] = ReadValue(text, ref at);
        }
    }

    private static string ReadValue(string text, ref int at)
    {
        var quoted = at < text.Length && text[at] == '\'';
        if (quoted) at++;
        var value = new StringBuilder();
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (quoted ? c == '\'' : char.IsWhiteSpace(c)) break;
            if (c == '\\' && at + 1 < text.Length) c = text[++at];
            value.Append(c);
        }

        if (!quoted) return value.ToString();
        if (at == text.Length) throw ConnectionString.Invalid("has a quote that is not closed", at);
        at++;
        return value.ToString();
    }

    private static void SkipSpace(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
    }
}

using System.Text;

namespace EventLinkDr.Postgres.Libpq;

/// <summary><c>postgresql://user:password@host:port/database?sslmode=…</c>, also as SQLAlchemy writes it (<c>postgresql+psycopg2://</c>).</summary>
internal static class ConnectionUri
{
    private const string Separator = "://";

    public static bool IsUri(string text)
    {
        var end = text.IndexOf(Separator, StringComparison.Ordinal);
        if (end < 0) return false;
        var scheme = text[..end];
        var plus = scheme.IndexOf('+', StringComparison.Ordinal);
        if (plus >= 0) scheme = scheme[..plus];
        return scheme is "postgresql" or "postgres";
    }

    public static LibpqSettings Parse(string text)
    {
        var settings = new LibpqSettings();
        var authority = text.IndexOf(Separator, StringComparison.Ordinal) + Separator.Length;
        // A driver's own parameters are none of libpq's; they are left alone.
        var strict = !text[..authority].Contains('+', StringComparison.Ordinal);
        var end = IndexOfAny(text, authority, "/?");
        var at = text.IndexOf('@', authority, end - authority);
        if (at >= 0) ReadUser(text, authority, at, settings);
        ReadHost(text, at >= 0 ? at + 1 : authority, end, settings);
        var query = text.IndexOf('?', end);
        if (end < text.Length && text[end] == '/')
            settings["dbname"] = Decode(text, end + 1, query >= 0 ? query : text.Length);
        if (query >= 0) ReadParameters(text, query + 1, strict, settings);
        return settings;
    }

    private static void ReadUser(string text, int start, int end, LibpqSettings settings)
    {
        var colon = text.IndexOf(':', start, end - start);
        settings["user"] = Decode(text, start, colon >= 0 ? colon : end);
        if (colon >= 0) settings["password"] = Decode(text, colon + 1, end);
    }

    private static void ReadHost(string text, int start, int end, LibpqSettings settings)
    {
        if (start < end && text[start] == '[')
        {
            var close = text.IndexOf(']', start, end - start);
            if (close < 0) throw ConnectionString.Invalid("has an address in brackets that is not closed", start);
            settings["host"] = Decode(text, start + 1, close);
            if (close + 1 < end && text[close + 1] != ':' && text[close + 1] != ',') throw ConnectionString.Invalid("has text after an address in brackets", close + 1);
            if (close + 1 < end) settings["port"] = text[(close + 2)..end];
            return;
        }

        var colon = text.IndexOf(':', start, end - start);
        settings["host"] = Decode(text, start, colon >= 0 ? colon : end);
        if (colon >= 0) settings["port"] = text[(colon + 1)..end];
    }

    private static void ReadParameters(string text, int start, bool strict, LibpqSettings settings)
    {
        while (start < text.Length)
        {
            var end = IndexOfAny(text, start, "&");
            var equals = text.IndexOf('=', start, end - start);
            if (equals < 0) throw ConnectionString.Invalid("has a parameter without a value", start);
            var keyword = Decode(text, start, equals);
            var value = Decode(text, equals + 1, end);
            if (keyword == "ssl" && value == "true") (keyword, value) = ("sslmode", "require");
            if (LibpqSettings.IsKeyword(keyword)) settings[keyword] = value;
            else if (strict) throw ConnectionString.Invalid("has a parameter that libpq does not know", start);
            start = end + 1;
        }
    }

    private static int IndexOfAny(string text, int start, string characters)
    {
        var found = text.AsSpan(start).IndexOfAny(characters);
        return found < 0 ? text.Length : start + found;
    }

    private static string Decode(string text, int start, int end)
    {
        if (!text.AsSpan(start, end - start).Contains('%')) return text[start..end];
        var bytes = new List<byte>(end - start);
        for (var i = start; i < end; i++)
        {
            if (text[i] != '%')
            {
                var length = char.IsHighSurrogate(text[i]) && i + 1 < end ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(i, length)));
                i += length - 1;
                continue;
            }

            if (i + 2 >= end || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                throw ConnectionString.Invalid("has a % that two hexadecimal digits do not follow", i);
            bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
            i += 2;
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}

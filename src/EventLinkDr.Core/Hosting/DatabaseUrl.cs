using System.Globalization;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Hosting;

/// <summary>A <c>DATABASE_URL</c> as SQLAlchemy reads it. Only its address is ever changed: driver, user, password, database and options stay as they are written.</summary>
internal static class DatabaseUrl
{
    public const string Variable = "DATABASE_URL";

    /// <summary>The same URL with another address; it may be written with variables of compose (<c>${POSTGRES_USER}</c>).</summary>
    /// <exception cref="DrException"><c>TargetInvalid</c>; without the URL, which holds the password.</exception>
    public static string WithAddress(string url, string host, int port)
    {
        var begin = url.IndexOf("://", StringComparison.Ordinal);
        if (begin < 1 || !url.StartsWith("postgres", StringComparison.Ordinal))
            throw new DrException(ErrorTable.TargetInvalid, $"{Variable} is no PostgreSQL URL") { Expected = "postgresql+driver://user:password@host:port/database" };
        begin += 3;
        var (at, end) = FindAddress(url, begin);
        var address = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        return string.Create(CultureInfo.InvariantCulture, $"{url[..(at < 0 ? begin : at + 1)]}{address}:{port}{url[end..]}");
    }

    /// <summary>The @ before the address, and the end of it. A password written carelessly may hold an @; the last one ends it.</summary>
    private static (int At, int End) FindAddress(string url, int begin)
    {
        var (at, depth) = (-1, 0);
        for (var position = begin; position < url.Length; position++)
        {
            switch (url[position])
            {
                case '{' when url[position - 1] == '$': depth++; break;
                case '}' when depth > 0: depth--; break;
                case '@' when depth == 0: at = position; break;
                case '/' or '?' or '#' when depth == 0: return (at, position);
            }
        }

        return (at, url.Length);
    }
}

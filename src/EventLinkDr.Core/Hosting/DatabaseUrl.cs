using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Hosting;

/// <summary>A <c>DATABASE_URL</c> as SQLAlchemy reads it. A deployment's own keeps everything but its address: driver, user, password, database and options stay as they are written.</summary>
internal static class DatabaseUrl
{
    public const string Variable = "DATABASE_URL";

    /// <summary>The same URL with another address; it may be written with variables of compose (<c>${POSTGRES_USER}</c>).</summary>
    /// <exception cref="DrException"><c>TargetInvalid</c>; without the URL, which holds the password.</exception>
    public static string WithAddress(string url, string host, int port)
    {
        var begin = BeginOf(url);
        var (at, end) = FindAddress(url, begin);
        var address = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        return string.Create(CultureInfo.InvariantCulture, $"{url[..(at < 0 ? begin : at + 1)]}{address}:{port}{url[end..]}");
    }

    /// <summary>The user it names; null where it names none.</summary>
    public static string? UserOf(string url)
    {
        var begin = BeginOf(url);
        var (at, _) = FindAddress(url, begin);
        return at < 0 ? null : Uri.UnescapeDataString(url[begin..at].Split(':')[0]) is { Length: > 0 } user ? user : null;
    }

    /// <summary>The database it names; null where it names none.</summary>
    public static string? DatabaseOf(string url)
    {
        var rest = url[FindAddress(url, BeginOf(url)).End..];
        return rest.StartsWith('/') && Uri.UnescapeDataString(rest[1..].Split('?', '#')[0]) is { Length: > 0 } database ? database : null;
    }

    /// <summary>The URL of a copy of the database: driver and options as they are written; those of TLS and of another address fall away.</summary>
    /// <param name="url">The original.</param>
    /// <param name="copy">The copy, with its password.</param>
    /// <param name="host">Where the copy is reached.</param>
    /// <param name="port">On which port.</param>
    public static string OfCopy(string url, EventLinkTarget copy, string host, int port)
    {
        var query = url.IndexOf('?', FindAddress(url, BeginOf(url)).End);
        var options = query < 0 ? "" : string.Join('&', url[(query + 1)..].Split('&').Where(option => !IsOfTheWay(option.Split('=')[0])));
        var address = WithAddress($"{url[..BeginOf(url)]}{Uri.EscapeDataString(copy.Username)}:{Uri.EscapeDataString(copy.Password ?? "")}@", host, port);
        return $"{address}/{Uri.EscapeDataString(copy.Database)}{(options.Length > 0 ? "?" + options : "")}";
    }

    private static bool IsOfTheWay(string option) => option.StartsWith("ssl", StringComparison.OrdinalIgnoreCase) || option.StartsWith("gss", StringComparison.OrdinalIgnoreCase)
        || option is "host" or "hostaddr" or "port" or "user" or "password" or "passfile" or "service" or "dbname" or "target_session_attrs" or "channel_binding";

    /// <exception cref="DrException"><c>TargetInvalid</c>; without the URL, which holds the password.</exception>
    private static int BeginOf(string url)
    {
        var begin = url.IndexOf("://", StringComparison.Ordinal);
        return begin >= 1 && url.StartsWith("postgres", StringComparison.Ordinal) ? begin + 3
            : throw new DrException(ErrorTable.TargetInvalid, $"{Variable} is no PostgreSQL URL") { Expected = "postgresql+driver://user:password@host:port/database" };
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

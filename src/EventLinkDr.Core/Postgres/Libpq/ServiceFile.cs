using System.Globalization;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Postgres.Libpq;

/// <summary>A connection service file (<c>pg_service.conf</c>): sections of <c>keyword=value</c> under <c>[service]</c>.</summary>
internal static class ServiceFile
{
    /// <summary>The settings of a service; null when the file does not have it.</summary>
    /// <exception cref="DrException"><c>TargetInvalid</c>, with file and line.</exception>
    public static LibpqSettings? Find(string text, string path, string service)
    {
        LibpqSettings? found = null;
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] == '[')
            {
                if (found is not null) return found;
                if (line == $"[{service}]") found = new LibpqSettings();
                continue;
            }

            if (found is null) continue;
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var keyword = equals < 0 ? "" : line[..equals];
            if (keyword == "service" || !LibpqSettings.IsKeyword(keyword))
                throw new DrException(ErrorTable.TargetInvalid, string.Create(CultureInfo.InvariantCulture, $"line {number} of {path} is not a setting that libpq knows"))
                {
                    Subject = path,
                };
            found[keyword] = line[(equals + 1)..];
        }

        return found;
    }
}

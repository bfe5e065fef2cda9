using System.CommandLine.Parsing;
using System.Globalization;

namespace EventLinkDr.Cli.Input;

/// <summary>Reads an instant. Without a zone it would mean something else on every host, so that is refused.</summary>
internal static class ZonedTime
{
    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyyMMdd'T'HHmmssK"];

    public static DateTimeOffset? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) && time.Kind != DateTimeKind.Unspecified)
            return new DateTimeOffset(time).ToUniversalTime();
        result.AddError($"'{text}' is no time with a zone, such as 2026-11-23T07:45:00Z or 2026-11-23T09:45+02:00.");
        return null;
    }
}

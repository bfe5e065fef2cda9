using System.CommandLine;
using System.CommandLine.Parsing;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Cli.Input;

/// <summary>Options that take a duration with its unit.</summary>
internal static class Duration
{
    public static Option<TimeSpan?> Option(string name, string description) => new(name) { Description = description, HelpName = "duration", CustomParser = Parse };

    private static TimeSpan? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (DurationText.TryParse(text, out var duration)) return duration;
        result.AddError($"'{text}' is no duration such as 15m, 24h, 7d or 1h30m.");
        return null;
    }
}

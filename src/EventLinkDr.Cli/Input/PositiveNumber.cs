using System.CommandLine.Parsing;
using System.Globalization;

namespace EventLinkDr.Cli.Input;

/// <summary>Reads a number of things of which there must be at least one.</summary>
internal static class PositiveNumber
{
    public static int? Parse(ArgumentResult result) => Parse(result, int.MaxValue);

    public static int? Parse(ArgumentResult result, int most)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most) return number;
        result.AddError(most == int.MaxValue ? $"'{text}' is no whole number above 0." : $"'{text}' is no whole number from 1 to {most}.");
        return null;
    }
}

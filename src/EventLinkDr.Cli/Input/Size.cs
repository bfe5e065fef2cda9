using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;

namespace EventLinkDr.Cli.Input;

/// <summary>Options that take a size: bytes, or a number with its unit, 1 KB = 1024 B.</summary>
internal static partial class Size
{
    public static Option<long?> Option(string name, string description) => new(name) { Description = description, HelpName = "size", CustomParser = Parse };

    private static long? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var match = Amount().Match(text);
        if (match.Success && decimal.TryParse(match.Groups["number"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            var unit = match.Groups["unit"].Value;
            for (var power = unit.Length == 0 ? 0 : " KMGT".IndexOf(char.ToUpperInvariant(unit[0]), StringComparison.Ordinal); power > 0; power--) number *= 1024;
            if (number <= long.MaxValue) return (long)number;
        }

        result.AddError($"'{text}' is no size such as 4096, 500MB or 1.5GB.");
        return null;
    }

    [GeneratedRegex(@"^(?<number>[0-9]{1,15}(\.[0-9]+)?)\s*((?<unit>[KMGT])i?B|B)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Amount();
}

using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace EventLinkDr.PowerShell.Binding;

/// <summary>Takes a size in bytes: a number, <c>10GB</c>, <c>1.5 TB</c>; 1 KB = 1024 B as in PowerShell's own literals.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed partial class SizeAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Bare.Value(inputData) switch
    {
        null => null,
        string text => Parse(text),
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal => Whole(Convert.ToDecimal(Bare.Value(inputData), CultureInfo.InvariantCulture)),
        var other => throw Refuse(other.GetType().Name),
    };

    private static long Parse(string text)
    {
        var match = SizeText().Match(text);
        if (!match.Success || !decimal.TryParse(match.Groups["number"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            throw Refuse($"'{text}'");
        var unit = match.Groups["unit"].Value;
        var power = unit.Length == 0 ? 0 : " KMGTP".IndexOf(char.ToUpperInvariant(unit[0]), StringComparison.Ordinal);
        for (; power > 0 && number < long.MaxValue; power--) number *= 1024;
        return Whole(number);
    }

    private static long Whole(decimal bytes) => bytes is >= 0 and <= long.MaxValue ? (long)bytes : throw Refuse(bytes.ToString(CultureInfo.InvariantCulture));

    private static ArgumentTransformationMetadataException Refuse(string what) => new($"{what} is no size. Give bytes or a unit: 500MB, 10GB, 1.5TB");

    [GeneratedRegex(@"^\s*(?<number>[0-9]+(\.[0-9]+)?)\s*((?<unit>[KMGTP])i?B|B)?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SizeText();
}

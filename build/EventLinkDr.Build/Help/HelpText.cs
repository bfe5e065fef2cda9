using System.Text.RegularExpressions;

namespace EventLinkDr.Build.Help;

/// <summary>Markdown as a console shows it.</summary>
internal static partial class HelpText
{
    /// <summary>Without the marks of code, emphasis and links.</summary>
    public static string Plain(string text) => Marks().Replace(Link().Replace(text, "$1"), "");

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`|\*\*")]
    private static partial Regex Marks();
}

using System.Text.RegularExpressions;

namespace EventLinkDr.Scenarios.Documents;

/// <summary>Commands that a page shows, as a reader would type them.</summary>
internal static partial class CodeBlock
{
    /// <summary>The lines of every block in a language, in order.</summary>
    public static IReadOnlyList<string> Lines(string page, string language) =>
    [
        .. Block().Matches(File.ReadAllText(page)).Where(block => block.Groups["language"].Value == language)
            .SelectMany(block => block.Groups["text"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Where(line => line.Trim() is { Length: > 0 } text && text[0] != '#'),
    ];

    /// <summary>Commands that stand in the last column of a page's tables.</summary>
    public static IReadOnlyList<string> InTables(string page) => [.. Cell().Matches(File.ReadAllText(page)).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\|.*\| `(eventlinkdr [^`]+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Cell();
}

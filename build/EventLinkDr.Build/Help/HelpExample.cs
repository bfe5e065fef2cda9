namespace EventLinkDr.Build.Help;

/// <summary>An example: its title, what is typed, what is said about it.</summary>
internal sealed record HelpExample(string Title, string Code, IReadOnlyList<string> Remarks)
{
    public static HelpExample Read(string page, string title, List<string> lines)
    {
        var begin = lines.FindIndex(line => line.StartsWith("```powershell", StringComparison.Ordinal));
        var end = begin < 0 ? -1 : lines.FindIndex(begin + 1, line => line.StartsWith("```", StringComparison.Ordinal));
        if (end < 0) throw new FormatException($"{page}: the example '{title}' has no block of PowerShell.");
        return new HelpExample(title, string.Join('\n', lines[(begin + 1)..end]), HelpPage.Paragraphs([.. lines[..begin], "", .. lines[(end + 1)..]]));
    }
}

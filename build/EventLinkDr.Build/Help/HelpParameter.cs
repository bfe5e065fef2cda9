namespace EventLinkDr.Build.Help;

/// <summary>What is said about a parameter; a last line <c>Default: …</c> says what holds without it.</summary>
internal sealed record HelpParameter(string Name, IReadOnlyList<string> Text, string? Default)
{
    private const string DefaultMark = "Default: ";

    public static HelpParameter Read(string name, List<string> lines)
    {
        var mark = lines.FindLastIndex(line => line.StartsWith(DefaultMark, StringComparison.Ordinal));
        return mark < 0
            ? new HelpParameter(name, HelpPage.Paragraphs(lines), null)
            : new HelpParameter(name, HelpPage.Paragraphs(lines[..mark]), HelpText.Plain(lines[mark][DefaultMark.Length..]));
    }
}

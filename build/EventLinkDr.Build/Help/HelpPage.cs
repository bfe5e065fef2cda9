using System.Text;

namespace EventLinkDr.Build.Help;

/// <summary>One page of <c>docs/en-US</c>: what <c>Get-Help</c> says of a cmdlet, kept as Markdown so that people read it on the web too.</summary>
internal sealed record HelpPage(string Name, string Synopsis, IReadOnlyList<string> Description, IReadOnlyList<HelpExample> Examples,
    IReadOnlyDictionary<string, HelpParameter> Parameters, IReadOnlyList<HelpType> Inputs, IReadOnlyList<HelpType> Outputs,
    IReadOnlyList<string> Notes, IReadOnlyList<HelpLink> Links)
{
    private static readonly string[] Sections = ["Synopsis", "Description", "Examples", "Parameters", "Inputs", "Outputs", "Notes", "Links"];

    /// <exception cref="FormatException">The page does not have the form that every page has.</exception>
    public static HelpPage Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var page = Path.GetFileName(path);
        if (lines.Length == 0 || !lines[0].StartsWith("# ", StringComparison.Ordinal)) throw new FormatException($"{page}: the first line is no '# <cmdlet>'.");
        var sections = Split(lines.Skip(1), "## ").ToDictionary(part => part.Title, part => part.Lines);
        foreach (var title in sections.Keys)
            if (!Sections.Contains(title)) throw new FormatException($"{page}: no page has a section '{title}'.");
        foreach (var title in Sections.Except(["Notes"]))
            if (!sections.ContainsKey(title)) throw new FormatException($"{page}: the section '{title}' is missing.");
        IReadOnlyList<string> Lines(string title) => sections.GetValueOrDefault(title, []);
        return new HelpPage(
            lines[0][2..].Trim(),
            string.Join(' ', Paragraphs(Lines("Synopsis"))),
            Paragraphs(Lines("Description")),
            [.. Split(Lines("Examples"), "### ").Select(part => HelpExample.Read(page, part.Title, part.Lines))],
            Split(Lines("Parameters"), "### -").ToDictionary(part => part.Title, part => HelpParameter.Read(part.Title, part.Lines), StringComparer.Ordinal),
            [.. Split(Lines("Inputs"), "### ").Select(part => new HelpType(part.Title, Paragraphs(part.Lines)))],
            [.. Split(Lines("Outputs"), "### ").Select(part => new HelpType(part.Title, Paragraphs(part.Lines)))],
            Paragraphs(Lines("Notes")),
            [.. Lines("Links").Where(line => line.StartsWith("- [", StringComparison.Ordinal)).Select(HelpLink.Read)]);
    }

    /// <summary>Paragraphs as plain text: lines joined, list items kept apart, code kept as it is.</summary>
    public static IReadOnlyList<string> Paragraphs(IEnumerable<string> lines)
    {
        var paragraphs = new List<string>();
        var text = new StringBuilder();
        var code = false;
        foreach (var line in lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                End();
                code = !code;
            }
            else if (code)
            {
                text.Append(text.Length > 0 ? "\n    " : "    ").Append(line);
            }
            else if (line.Length == 0)
            {
                End();
            }
            else
            {
                if (line.StartsWith("- ", StringComparison.Ordinal)) End();
                text.Append(text.Length > 0 ? " " : "").Append(HelpText.Plain(line.Trim()));
            }
        }

        End();
        return paragraphs;

        void End()
        {
            if (text.Length > 0) paragraphs.Add(text.ToString());
            text.Clear();
        }
    }

    private static List<(string Title, List<string> Lines)> Split(IEnumerable<string> lines, string heading)
    {
        var parts = new List<(string Title, List<string> Lines)>();
        var code = false;
        foreach (var line in lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) code = !code;
            if (!code && line.StartsWith(heading, StringComparison.Ordinal)) parts.Add((line[heading.Length..].Trim(), []));
            else if (parts.Count > 0) parts[^1].Lines.Add(line);
        }

        return parts;
    }
}

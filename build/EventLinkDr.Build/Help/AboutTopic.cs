using System.Text;

namespace EventLinkDr.Build.Help;

/// <summary>An <c>about_</c> page as <c>Get-Help</c> shows it: headings in capitals, text indented.</summary>
internal static class AboutTopic
{
    public static string Read(string path)
    {
        var text = new StringBuilder();
        var code = false;
        foreach (var line in File.ReadAllLines(path))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) code = !code;
            else if (code) text.Append("        ").Append(line).Append('\n');
            else if (line.StartsWith("# ", StringComparison.Ordinal)) text.Append("TOPIC\n    ").Append(line[2..]).Append('\n');
            else if (line.StartsWith("## ", StringComparison.Ordinal)) text.Append(line[3..].ToUpperInvariant()).Append('\n');
            else text.Append(line.Length == 0 ? "" : "    " + HelpText.Plain(line)).Append('\n');
        }

        return text.ToString();
    }
}

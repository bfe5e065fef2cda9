using System.Text;

namespace EventLinkDr.Build.Help;

/// <summary>An <c>about_</c> page as <c>Get-Help</c> shows it: headings in capitals, text indented and wrapped, for nothing wraps it later.</summary>
internal sealed class AboutTopic
{
    private const int Width = 79;
    private const int Indent = 4;

    private readonly StringBuilder _text = new();
    private readonly List<string> _words = [];

    public static string Read(string path)
    {
        var topic = new AboutTopic();
        var code = false;
        var afterHeading = false;
        foreach (var line in File.ReadAllLines(path))
        {
            if (afterHeading && line.Length == 0) continue;
            afterHeading = !code && line.StartsWith("## ", StringComparison.Ordinal);
            if (line.StartsWith("```", StringComparison.Ordinal)) code = !code;
            else if (code) topic.Raw(line.Length == 0 ? "" : new string(' ', 2 * Indent) + line);
            else topic.Add(line);
        }

        topic.EndParagraph();
        return topic._text.ToString();
    }

    private void Add(string line)
    {
        // Get-Help takes the fifth line for the synopsis: topic, name, nothing, heading, description.
        if (line.StartsWith("# ", StringComparison.Ordinal)) Raw("TOPIC\n" + new string(' ', Indent) + line[2..]);
        else if (line.StartsWith("## ", StringComparison.Ordinal)) Raw(line[3..].ToUpperInvariant());
        else if (line.Length == 0) Raw("");
        else
        {
            if (line.StartsWith("- ", StringComparison.Ordinal)) EndParagraph();
            _words.AddRange(HelpText.Plain(line).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    private void Raw(string line)
    {
        EndParagraph();
        _text.Append(line).Append('\n');
    }

    private void EndParagraph()
    {
        if (_words.Count == 0) return;
        var hanging = _words[0] == "-" ? Indent + 2 : Indent;
        var line = new StringBuilder(new string(' ', Indent));
        var first = true;
        foreach (var word in _words)
        {
            if (!first && line.Length + 1 + word.Length > Width)
            {
                _text.Append(line).Append('\n');
                line.Clear().Append(' ', hanging);
                first = true;
            }

            if (!first) line.Append(' ');
            line.Append(word);
            first = false;
        }

        _text.Append(line).Append('\n');
        _words.Clear();
    }
}

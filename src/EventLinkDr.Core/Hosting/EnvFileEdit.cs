using System.Text;

namespace EventLinkDr.Hosting;

/// <summary>Changes one variable of an <c>.env</c> file and no other byte: comments, quotes, line ends and order stay as they are.</summary>
internal static class EnvFileEdit
{
    /// <summary>The content with the variable set. Where it stands several times the last one counts, so the last one is changed.</summary>
    /// <param name="content">The file's bytes, in any encoding that has ASCII as its part.</param>
    /// <param name="name">The variable.</param>
    /// <param name="value">Its new value, plain enough to stand without quotes.</param>
    public static byte[] Set(byte[] content, string name, string value)
    {
        // One char per byte: what is not touched comes out as it went in.
        var text = Encoding.Latin1.GetString(content);
        var found = Assignments(text).LastOrDefault(assignment => assignment.Name == name);
        if (found.Name is not null) return Encoding.Latin1.GetBytes(string.Concat(text.AsSpan(0, found.Start), value, text.AsSpan(found.End)));
        var newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var gap = text.Length == 0 || text.EndsWith('\n') ? "" : newLine;
        return Encoding.Latin1.GetBytes($"{text}{gap}{name}={value}{newLine}");
    }

    /// <summary>A variable's value as it is written, quotes included, one char per byte; null where it is not set.</summary>
    public static string? Find(byte[] content, string name)
    {
        var text = Encoding.Latin1.GetString(content);
        var found = Assignments(text).LastOrDefault(assignment => assignment.Name == name);
        return found.Name is null ? null : text[found.Start..found.End];
    }

    /// <summary>Each assignment with the span of its value, quotes included, a comment behind it not.</summary>
    private static IEnumerable<(string Name, int Start, int End)> Assignments(string text)
    {
        var at = text.StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal) ? 3 : 0;
        while (at < text.Length)
        {
            var lineEnd = LineEnd(text, at);
            var equals = text.IndexOf('=', at, lineEnd - at);
            var lead = text.AsSpan(at, (equals < 0 ? lineEnd : equals) - at).Trim();
            if (equals < 0 || lead.StartsWith("#"))
            {
                at = lineEnd + 1;
                continue;
            }

            if (lead.StartsWith("export ") || lead.StartsWith("export\t")) lead = lead[7..].Trim();
            var name = lead.ToString();
            var start = equals + 1;
            while (start < lineEnd && text[start] is ' ' or '\t') start++;
            var end = start < text.Length && text[start] is '"' or '\'' ? QuotedEnd(text, start) : PlainEnd(text, start, lineEnd);
            yield return (name, start, end);
            at = LineEnd(text, end) + 1;
        }
    }

    private static int LineEnd(string text, int from) => text.IndexOf('\n', from) is >= 0 and var end ? end : text.Length;

    private static int PlainEnd(string text, int start, int lineEnd)
    {
        var value = text.AsSpan(start, lineEnd - start);
        if (value.StartsWith("#")) return start;
        if (value.IndexOf(" #") is >= 0 and var comment) value = value[..comment];
        return start + value.TrimEnd().Length;
    }

    private static int QuotedEnd(string text, int start)
    {
        for (var at = start + 1; at < text.Length; at++)
        {
            if (text[at] == '\\') at++;
            else if (text[at] == text[start]) return at + 1;
        }

        return text.Length;
    }
}

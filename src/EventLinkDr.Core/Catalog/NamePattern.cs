namespace EventLinkDr.Catalog;

/// <summary>Wildcards in names.</summary>
internal static class NamePattern
{
    public static bool Fits(string name, IReadOnlyList<string> patterns) => patterns.Count == 0 || patterns.Any(pattern => Fits(name, pattern));

    /// <summary>Whether a text describes names, and does not name one.</summary>
    public static bool IsPattern(string text) => text.AsSpan().IndexOfAny('*', '?') >= 0;

    // No regular expression: a copy asks for dozens of names among thousands, and each would be compiled each time.
    private static bool Fits(ReadOnlySpan<char> name, ReadOnlySpan<char> pattern)
    {
        var (at, mark, retry) = (0, 0, -1);
        for (var position = 0; position < name.Length;)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                // Stands for nothing at first, and for one character more each time the rest does not fit.
                retry = at++;
                mark = position;
            }
            else if (at < pattern.Length && (pattern[at] == '?' || char.ToUpperInvariant(pattern[at]) == char.ToUpperInvariant(name[position])))
            {
                at++;
                position++;
            }
            else if (retry < 0)
            {
                return false;
            }
            else
            {
                at = retry + 1;
                position = ++mark;
            }
        }

        return pattern[at..].TrimStart('*').Length == 0;
    }
}

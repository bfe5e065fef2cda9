using System.Text.RegularExpressions;

namespace EventLinkDr.Catalog;

/// <summary>Wildcards in names.</summary>
internal static class NamePattern
{
    public static bool Fits(string name, IReadOnlyList<string> patterns) => patterns.Count == 0 || patterns.Any(pattern => Fits(name, pattern));

    /// <summary>Whether a text describes names, and does not name one.</summary>
    public static bool IsPattern(string text) => text.AsSpan().IndexOfAny('*', '?') >= 0;

    private static bool Fits(string name, string pattern) =>
        Regex.IsMatch(name, "^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) + "$",
            RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline);
}

using System.Globalization;

namespace EventLinkDr.Adapters.Npgsql;

/// <summary>Hides the semicolons of a statement from Npgsql, which would split a <c>BEGIN ATOMIC</c> body there.</summary>
internal static class WholeStatement
{
    public static string Wrap(string statement)
    {
        var inner = FreeTag(statement, "q");
        var outer = FreeTag(statement, "d");
        return $"DO {outer} BEGIN EXECUTE {inner}{statement}{inner}; END {outer}";
    }

    private static string FreeTag(string text, string letter)
    {
        for (var i = 0; ; i++)
        {
            var tag = string.Create(CultureInfo.InvariantCulture, $"$eventlinkdr_{letter}{i}$");
            if (!text.Contains(tag, StringComparison.Ordinal)) return tag;
        }
    }
}

using System.Text.RegularExpressions;

namespace EventLinkDr.Operations.Schema;

/// <summary>Reads what <c>alembic heads</c> and <c>alembic history</c> print.</summary>
internal static partial class AlembicText
{
    /// <summary>The revisions of <c>alembic heads</c>: the first word of every line that is marked as one.</summary>
    public static IReadOnlyList<string> Heads(IEnumerable<string> lines) =>
        [.. lines.Select(line => HeadLine().Match(line)).Where(match => match.Success).Select(match => match.Groups["id"].Value)];

    /// <summary>The revisions that <c>alembic history</c> marks as heads.</summary>
    public static IReadOnlyList<string> HistoryHeads(IEnumerable<string> lines) =>
        [.. lines.Select(line => HistoryLine().Match(line)).Where(match => match.Groups["flags"].Value.Contains("head)", StringComparison.Ordinal)).Select(match => match.Groups["to"].Value)];

    /// <summary>Every revision that <c>alembic history</c> names: <c>a, b -&gt; c (head), what it does</c>.</summary>
    public static IReadOnlySet<string> History(IEnumerable<string> lines)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var match in lines.Select(line => HistoryLine().Match(line)).Where(match => match.Success))
        {
            known.Add(match.Groups["to"].Value);
            foreach (var from in match.Groups["from"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                if (from != "<base>") known.Add(from);
        }

        return known;
    }

    [GeneratedRegex(@"^(?<id>\S+)( \([^)]*\))* \((effective )?head\)")]
    private static partial Regex HeadLine();

    [GeneratedRegex(@"^(?<from>(\S+, )*\S+)( \([^)]*\))* -> (?<to>[^\s,]+)(?<flags>( \([^)]*\))*)")]
    private static partial Regex HistoryLine();
}

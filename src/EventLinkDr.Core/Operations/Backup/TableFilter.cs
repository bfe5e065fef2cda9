using System.Text.RegularExpressions;
using EventLinkDr.Postgres.Snapshot;

namespace EventLinkDr.Operations.Backup;

/// <summary>Says which tables' rows a backup leaves out.</summary>
internal sealed class TableFilter(IReadOnlyList<string> patterns)
{
    private readonly IReadOnlyList<Regex> _excluded = [.. patterns.Select(ToRegex)];

    public bool Includes(SnapshotTable table) => !_excluded.Any(pattern => pattern.IsMatch($"{table.Schema}.{table.Name}"));

    private static Regex ToRegex(string pattern)
    {
        var full = pattern.Contains('.', StringComparison.Ordinal) ? pattern : "*." + pattern;
        var text = Regex.Escape(full).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal);
        return new Regex("^" + text + "$", RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }
}

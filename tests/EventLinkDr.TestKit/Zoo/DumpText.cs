using System.Text;
using System.Text.RegularExpressions;

namespace EventLinkDr.TestKit.Zoo;

/// <summary>The text of a plain dump without what differs between two dumps of equal databases.</summary>
internal static partial class DumpText
{
    private const string ViaRoot = "-- load via partition root ";

    /// <summary>
    /// Takes out the random key of <c>\restrict</c>, and puts rows that load through a partitioned table into one sorted block: to which
    /// partition they belong follows from OIDs, which no copy keeps.
    /// </summary>
    /// <param name="dump">Text of pg_dump.</param>
    /// <param name="rowOrder">Whether the order of rows counts; where a table is loaded in several blocks it cannot.</param>
    public static List<string> Normalize(string dump, bool rowOrder)
    {
        var result = new List<string>();
        var pooled = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        List<string>? rows = null;
        string? root = null;
        foreach (var line in dump.Split('\n'))
        {
            if (rows is not null)
            {
                if (line != "\\.")
                {
                    rows.Add(line);
                    continue;
                }

                if (root is null && !rowOrder) rows.Sort(StringComparer.Ordinal);
                if (root is null) result.AddRange(rows);
                (rows, root) = (null, null);
            }
            else if (line.StartsWith(ViaRoot, StringComparison.Ordinal))
            {
                root = line;
            }
            else if (line.StartsWith("COPY ", StringComparison.Ordinal) && line.EndsWith(" FROM stdin;", StringComparison.Ordinal))
            {
                rows = root is null ? [] : pooled.TryGetValue(root, out var pool) ? pool : pooled[root] = [];
            }

            result.Add(RestrictKey().Replace(line, "$1"));
        }

        foreach (var (name, pool) in pooled)
        {
            result.Add(name);
            pool.Sort(StringComparer.Ordinal);
            result.AddRange(pool);
        }

        return result;
    }

    /// <summary>The entries of <c>pg_dump -C</c> that speak of the database itself, sorted, its name replaced.</summary>
    public static List<string> DatabaseEntries(string dump, string name)
    {
        var entries = dump.Split("\n--\n-- Name: ").Where(entry => DatabaseEntry().IsMatch(entry));
        var statements = entries.SelectMany(entry => entry[(entry.IndexOf("\n--\n", StringComparison.Ordinal) + 4)..].Split(";\n"));
        var quoted = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""));
        return [.. statements.Select(statement => statement.Trim().Replace(quoted, "<name>", StringComparison.Ordinal)
                .Replace("DATABASE " + name, "DATABASE <name>", StringComparison.Ordinal))
            .Where(statement => statement.Length > 0 && !statement.StartsWith('\\') && !statement.StartsWith('S'))
            .Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"^(\\(?:un)?restrict) [A-Za-z0-9]{20,}$")]
    private static partial Regex RestrictKey();

    [GeneratedRegex(@"^(DATABASE .*; Type: (ACL|COMMENT)|.*; Type: DATABASE( PROPERTIES)?);")]
    private static partial Regex DatabaseEntry();
}

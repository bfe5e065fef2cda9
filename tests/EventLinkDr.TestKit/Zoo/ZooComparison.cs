using System.Globalization;
using System.Text;
using Xunit;

namespace EventLinkDr.TestKit.Zoo;

/// <summary>Holds databases against each other by what pg_dump writes of them.</summary>
public static class ZooComparison
{
    private const int LinesShown = 20;
    private const int LongestLine = 300;

    /// <summary>Fails, with the first lines that differ, unless two dumps say the same.</summary>
    public static void AssertSame(string expected, string actual, bool rowOrder = true) =>
        AssertSame(DumpText.Normalize(expected, rowOrder), DumpText.Normalize(actual, rowOrder));

    /// <summary>Fails unless a database is what <c>pg_dump | psql</c> makes of the variant.</summary>
    public static async Task AssertIsCopyAsync(this PostgresFixture postgres, ZooVariant variant, string database, bool rowOrder = true) =>
        AssertSame(await postgres.Zoo.ReferenceAsync(variant), await postgres.PgDumpAsync(database), rowOrder);

    /// <summary>Fails unless owner, grants, settings, comment, encoding and limits of two databases are the same.</summary>
    public static async Task AssertSamePropertiesAsync(this PostgresFixture postgres, string expected, string actual) =>
        AssertSame(await PropertiesAsync(postgres, expected), await PropertiesAsync(postgres, actual));

    private static async Task<List<string>> PropertiesAsync(PostgresFixture postgres, string database) =>
        DumpText.DatabaseEntries(await postgres.PgDumpAsync(database, "-C", "--section=pre-data"), database);

    private static void AssertSame(List<string> expected, List<string> actual)
    {
        var first = 0;
        while (first < expected.Count && first < actual.Count && expected[first] == actual[first]) first++;
        if (first == expected.Count && first == actual.Count) return;
        var last = 0;
        while (last < Math.Min(expected.Count, actual.Count) - first && expected[^(last + 1)] == actual[^(last + 1)]) last++;

        var message = new StringBuilder();
        message.AppendLine(CultureInfo.InvariantCulture, $"The dumps differ from line {first + 1} on:");
        for (var i = Math.Max(0, first - 8); i < first; i++) message.AppendLine("  " + Show(expected[i]));
        Append(message, "- ", expected, first, expected.Count - last);
        Append(message, "+ ", actual, first, actual.Count - last);
        Assert.Fail(message.ToString());
    }

    private static void Append(StringBuilder message, string sign, List<string> lines, int from, int to)
    {
        for (var i = from; i < Math.Min(to, from + LinesShown); i++) message.AppendLine(sign + Show(lines[i]));
        if (to > from + LinesShown) message.AppendLine(CultureInfo.InvariantCulture, $"{sign}… {to - from - LinesShown} more lines");
    }

    /// <summary>Dumps come as one character a byte, whatever their encoding.</summary>
    private static string Show(string line) =>
        Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(line.Length > LongestLine ? line[..LongestLine] + "..." : line));
}

using System.Globalization;
using System.IO.Compression;

namespace EventLinkDr.Scenarios.Concurrency;

/// <summary>Reads the rows of a table out of a backup file, as any program could.</summary>
internal static class BackupText
{
    /// <summary>The rows of all COPY blocks of a table, without their line ends.</summary>
    public static IEnumerable<string> Rows(string path, string table)
    {
        using var file = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var inside = false;
        while (file.ReadLine() is { } line)
        {
            if (inside && line == "\\.") inside = false;
            else if (inside) yield return line;
            else inside = line.StartsWith($"COPY {table} (", StringComparison.Ordinal);
        }
    }

    /// <summary>Sum of a column.</summary>
    public static long Sum(string path, string table, int column) =>
        Rows(path, table).Sum(row => long.Parse(row.Split('\t')[column], CultureInfo.InvariantCulture));
}

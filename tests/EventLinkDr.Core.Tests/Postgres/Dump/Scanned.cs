using System.Text;
using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Core.Tests.Postgres.Dump;

/// <summary>What the scanner made of a dump.</summary>
internal sealed record Scanned(DumpItem Item, long Line, string Text, string Rows = "", long RowCount = 0)
{
    public static List<Scanned> All(string dump, int chunk = int.MaxValue, int window = 4096) => All(Encoding.Latin1.GetBytes(dump), chunk, window);

    public static List<Scanned> All(byte[] dump, int chunk, int window)
    {
        using var scanner = new DumpScanner(new ChunkedStream(dump, chunk), windowSize: window);
        return All(scanner);
    }

    public static List<Scanned> All(DumpScanner scanner)
    {
        var all = new List<Scanned>();
        while (scanner.Next() is var item && item != DumpItem.End)
        {
            var (line, text) = (scanner.Line, Encoding.Latin1.GetString(scanner.Text));
            var rows = new StringBuilder();
            while (scanner.ReadCopy() is { IsEmpty: false } chunk) rows.Append(Encoding.Latin1.GetString(chunk));
            all.Add(new Scanned(item, line, text, rows.ToString(), item == DumpItem.CopyBlock ? scanner.CopyRows : 0));
        }

        return all;
    }

    public static string[] Statements(string dump) => [.. All(dump).Select(item => item.Text)];
}

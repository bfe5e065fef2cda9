using System.IO.Compression;
using System.Text;
using EventLinkDr.Core.Tests.Postgres.Dump;
using EventLinkDr.Streams;

namespace EventLinkDr.Core.Tests.Streams;

/// <summary>Makes and reads gzip data for tests.</summary>
internal static class Gzipped
{
    /// <summary>Text that compresses like a dump does.</summary>
    public static byte[] Text(int length, int seed = 1)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        while (text.Length < length) text.Append(random.Next(1_000_000)).Append("\tuser").Append(random.Next(5000)).Append("@example.ro\t\\N\n");
        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }

    public static byte[] Member(byte[] text, CompressionLevel level = CompressionLevel.Fastest)
    {
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, level, leaveOpen: true)) gzip.Write(text);
        // .NET writes nothing at all for an empty text.
        return output.Length > 0 ? output.ToArray() : [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    public static byte[] Read(byte[] file, int chunk = int.MaxValue)
    {
        using var stream = new GzipReadStream(new ChunkedStream(file, chunk));
        return ReadAll(stream);
    }

    public static byte[] ReadAll(Stream stream)
    {
        var output = new MemoryStream();
        stream.CopyTo(output);
        return output.ToArray();
    }
}

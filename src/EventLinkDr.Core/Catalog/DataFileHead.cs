using System.IO.Compression;
using System.Text;
using EventLinkDr.Model;
using EventLinkDr.Storage;

namespace EventLinkDr.Catalog;

/// <summary>What the first few bytes of a file tell about it.</summary>
/// <param name="Id">Id of the backup when it is one of ours.</param>
/// <param name="IsDump">Whether it begins as pg_dump begins a plain dump.</param>
internal sealed record DataFileHead(Guid? Id, bool IsDump)
{
    private const int FileBytes = 16 * 1024;
    private const int TextBytes = 4 * 1024;

    public static async Task<DataFileHead> ReadAsync(IBackupStore store, string name, CancellationToken cancellationToken)
    {
        var stream = await store.OpenReadAsync(name, 0, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var bytes = new byte[FileBytes];
            var count = await stream.ReadAtLeastAsync(bytes, FileBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return Of(bytes.AsMemory(0, count));
        }
    }

    private static DataFileHead Of(ReadOnlyMemory<byte> file)
    {
        var text = file.Span is [0x1f, 0x8b, ..] ? Inflate(file) : file.Span[..Math.Min(TextBytes, file.Length)];
        if (text is [0xef, 0xbb, 0xbf, ..]) text = text[3..];
        return new DataFileHead(BackupFirstLine.Find(text), HasLine(text, "-- PostgreSQL database dump"u8) && !HasLine(text, "-- PostgreSQL database cluster dump"u8));
    }

    private static bool HasLine(ReadOnlySpan<byte> text, ReadOnlySpan<byte> line) =>
        text.IndexOf(line) is >= 0 and var at && (at == 0 || text[at - 1] is (byte)'\n');

    private static ReadOnlySpan<byte> Inflate(ReadOnlyMemory<byte> file)
    {
        var text = new byte[TextBytes];
        var length = 0;
        try
        {
            using var gzip = new GZipStream(new MemoryStream(file.ToArray()), CompressionMode.Decompress);
            int count;
            while (length < text.Length && (count = gzip.Read(text, length, text.Length - length)) > 0) length += count;
        }
        catch (InvalidDataException)
        {
            // What came out before is enough, or it is no dump.
        }

        return text.AsSpan(0, length);
    }
}

using EventLinkDr.Diagnostics;
using EventLinkDr.Streams;

namespace EventLinkDr.Postgres.Dump;

/// <summary>The SQL text of a dump file, whether compressed or not; decided by its content, not by its name. Blocking.</summary>
internal sealed class DumpText : ReadOnlyStream
{
    private const int Head = 512;

    private readonly PeekedStream _file;
    private readonly Stream _text;

    private DumpText(PeekedStream file, Stream text)
    {
        _file = file;
        _text = text;
    }

    /// <summary>Bytes of the file read so far.</summary>
    public long FilePosition => _file.Taken;

    /// <summary>Opens a dump. The stream of the file is disposed with the result, and at once when this throws.</summary>
    /// <exception cref="DrException"><c>BackupNotADump</c>, <c>BackupTruncated</c>, <c>BackupCorrupt</c>.</exception>
    public static DumpText Open(Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Stream opened = content;
        try
        {
            var file = new PeekedStream(content, Head);
            if (file.Head.IsEmpty) throw new DrException(ErrorTable.BackupTruncated, "the file is empty");
            if (!file.Head.StartsWith(GzipHeader.Magic))
            {
                Refuse(file.Head);
                return new DumpText(file, file);
            }

            opened = new GzipReadStream(file);
            var text = new PeekedStream(opened, Head);
            if (text.Head.IsEmpty) throw new DrException(ErrorTable.BackupTruncated, "the file is an empty text");
            Refuse(text.Head);
            return new DumpText(file, text);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public override int Read(Span<byte> buffer) => _text.Read(buffer);

    protected override void Dispose(bool disposing)
    {
        if (disposing) _text.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Names what is no text, so that the remedy can be one.</summary>
    private static void Refuse(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("PGDMP"u8)) throw NotADump("a dump in pg_dump's custom format", "Turn it into SQL first: pg_restore -f dump.sql FILE.");
        if (head.StartsWith("toc.dat\0"u8)) throw NotADump("a dump in pg_dump's tar format", "Turn it into SQL first: pg_restore -f dump.sql FILE.");
        if (head.StartsWith("age-encryption.org/"u8)) throw NotADump("encrypted with age", "Decrypt it first: age -d.");
        if (head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD])) throw Packed("zstd");
        if (head.StartsWith("BZh"u8)) throw Packed("bzip2");
        if (head.StartsWith("PK\u0003\u0004"u8)) throw Packed("zip");
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0])) throw Packed("xz");
        if (head.StartsWith((ReadOnlySpan<byte>)[0x04, 0x22, 0x4D, 0x18])) throw Packed("lz4");
        if (head.StartsWith(GzipHeader.Magic)) throw NotADump("compressed twice", "Unpack it once: gunzip.");
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            throw NotADump("text in UTF-16, as Windows PowerShell writes with >", "Make it again with pg_dump -f FILE.");
        if (head.Contains((byte)0)) throw NotADump("no text", null);
    }

    private static DrException Packed(string tool) => NotADump($"compressed with {tool}", $"Unpack it with {tool} first.");

    private static DrException NotADump(string found, string? remedy) =>
        new(ErrorTable.BackupNotADump, "the file is not a plain SQL dump") { Expected = "SQL text, plain or in gzip", Found = found, Remedy = remedy ?? ErrorTable.BackupNotADump.Remedy };
}

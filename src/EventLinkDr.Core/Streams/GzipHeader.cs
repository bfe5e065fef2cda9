using EventLinkDr.Diagnostics;

namespace EventLinkDr.Streams;

/// <summary>The header of a gzip member (RFC 1952).</summary>
internal static class GzipHeader
{
    private const int HasHeaderCrc = 2, HasExtra = 4, HasName = 8, HasComment = 16, Reserved = 0xE0;

    /// <summary>The first two bytes of every member.</summary>
    public static ReadOnlySpan<byte> Magic => [0x1F, 0x8B];

    /// <summary>Reads a header to its end.</summary>
    /// <param name="next">Gives the next byte; -1 at the end of the file.</param>
    /// <exception cref="DrException"><c>BackupTruncated</c>, <c>BackupCorrupt</c>.</exception>
    public static void Read(Func<int> next)
    {
        Span<byte> seen = stackalloc byte[1];
        var crc = default(Crc32Checksum);
        if (Take(ref crc, seen) != Magic[0] || Take(ref crc, seen) != Magic[1]) throw Corrupt("the gzip data goes on with something that is no gzip member");
        if (Take(ref crc, seen) != 8) throw Corrupt("the gzip data uses an unknown compression method");
        var flags = Take(ref crc, seen);
        if ((flags & Reserved) != 0) throw Corrupt("the header of a gzip member has unknown flags");
        for (var i = 0; i < 6; i++) Take(ref crc, seen);
        if ((flags & HasExtra) != 0)
        {
            var length = Take(ref crc, seen) | Take(ref crc, seen) << 8;
            for (var i = 0; i < length; i++) Take(ref crc, seen);
        }

        if ((flags & HasName) != 0) while (Take(ref crc, seen) != 0) { }
        if ((flags & HasComment) != 0) while (Take(ref crc, seen) != 0) { }
        if ((flags & HasHeaderCrc) == 0) return;
        var expected = (int)(crc.Value & 0xFFFF);
        if ((Take(ref crc, seen) | Take(ref crc, seen) << 8) != expected) throw Corrupt("the header of a gzip member does not have the checksum it states");

        int Take(ref Crc32Checksum sum, Span<byte> one)
        {
            var value = next();
            if (value < 0) throw new DrException(ErrorTable.BackupTruncated, "the file ends inside the header of a gzip member");
            one[0] = (byte)value;
            sum.Add(one);
            return value;
        }
    }

    private static DrException Corrupt(string what) => new(ErrorTable.BackupCorrupt, what);
}

using System.Buffers;
using System.IO.Compression;
using EventLinkDr.Model;

namespace EventLinkDr.Catalog;

/// <summary>Manifests as a listing keeps them: a tenth of their size.</summary>
internal static class PackedManifest
{
    // The first step up from storing: anything above takes several times as long for little.
    private const int Quality = 1;
    private const int Window = 18;

    /// <param name="bytes">The file, in the clear.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="Diagnostics.DrException"><c>ManifestMismatch</c>.</exception>
    public static ManifestContent Read(ReadOnlySpan<byte> bytes, string name)
    {
        var outline = ManifestSerializer.ReadOutline(bytes, name);
        var length = bytes.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(length));
        var packed = BrotliEncoder.TryCompress(bytes, buffer, out var written, Quality, Window) ? buffer.AsSpan(0, written).ToArray() : null;
        ArrayPool<byte>.Shared.Return(buffer);
        if (packed is null) return new ManifestContent(ManifestSerializer.Read(bytes, name));
        return new ManifestContent(outline, () =>
        {
            var unpacked = new byte[length];
            return BrotliDecoder.TryDecompress(packed, unpacked, out var count) && count == length ? ManifestSerializer.Read(unpacked, name)
                : throw new InvalidDataException("What was packed in memory cannot be unpacked.");
        });
    }
}

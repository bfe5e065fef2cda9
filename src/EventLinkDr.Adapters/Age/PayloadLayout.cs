using EventLinkDr.Adapters.Age.Primitives;

namespace EventLinkDr.Adapters.Age;

/// <summary>Where the chunks of a payload of known length lie.</summary>
/// <param name="Start">Offset of the first chunk in the file.</param>
/// <param name="SealedLength">Length of all chunks with their tags.</param>
internal readonly record struct PayloadLayout(long Start, long SealedLength)
{
    /// <summary>How many chunks there are; at least one, which may be empty.</summary>
    public long Chunks => Math.Max(1, (SealedLength + PayloadKey.SealedChunkSize - 1) / PayloadKey.SealedChunkSize);

    /// <summary>Length of the content.</summary>
    public long PlainLength => SealedLength - Chunks * Aead.TagSize;

    /// <summary>Offset of a chunk in the file.</summary>
    public long OffsetOf(long chunk) => Start + chunk * PayloadKey.SealedChunkSize;

    /// <summary>Length of a chunk with its tag.</summary>
    public int LengthOf(long chunk) => (int)Math.Min(PayloadKey.SealedChunkSize, SealedLength - chunk * PayloadKey.SealedChunkSize);

    public bool IsLast(long chunk) => chunk == Chunks - 1;

    /// <summary>Makes the layout, if a payload can be that long.</summary>
    /// <exception cref="AgeException">It breaks off.</exception>
    public static PayloadLayout For(long start, long fileLength)
    {
        var layout = new PayloadLayout(start, fileLength - start);
        var last = layout.LengthOf(layout.Chunks - 1);
        // Only an empty content has an empty last chunk.
        return last < Aead.TagSize || (last == Aead.TagSize && layout.Chunks > 1) ? throw AgeException.Payload("breaks off") : layout;
    }
}

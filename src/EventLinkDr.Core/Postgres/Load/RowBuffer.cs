using System.Collections.Concurrent;

namespace EventLinkDr.Postgres.Load;

/// <summary>Rows on their way to the server.</summary>
internal sealed class RowBuffer(byte[] bytes)
{
    /// <summary>The memory.</summary>
    public byte[] Bytes => bytes;

    /// <summary>How much of it is used.</summary>
    public int Length { get; private set; }

    /// <summary>Buffers that must go to the same session behind this one, because a row goes on in them; null when it ends with a row.</summary>
    public BlockingCollection<RowBuffer>? Rest { get; set; }

    public Span<byte> Free => bytes.AsSpan(Length);

    public ReadOnlySpan<byte> Content => bytes.AsSpan(0, Length);

    public void Add(ReadOnlySpan<byte> data)
    {
        data.CopyTo(Free);
        Length += data.Length;
    }
}

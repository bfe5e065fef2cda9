using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace EventLinkDr.Adapters.S3;

/// <summary>A block as the seekable stream that the SDK signs and sends.</summary>
internal sealed class BlockContent : MemoryStream
{
    public BlockContent(ReadOnlyMemory<byte> data)
        : this(MemoryMarshal.TryGetArray(data, out var array) ? array : new ArraySegment<byte>(data.ToArray()))
    {
    }

    private BlockContent(ArraySegment<byte> data) : base(data.Array ?? [], data.Offset, data.Count, writable: false)
    {
    }

    /// <summary>The digest under which the service is to refuse what was altered on its way.</summary>
#pragma warning disable CA5351 // The one digest that every S3 knows; it guards against accidents, not against people.
    public static string Digest(ReadOnlyMemory<byte> data) => Convert.ToBase64String(MD5.HashData(data.Span));
#pragma warning restore CA5351
}

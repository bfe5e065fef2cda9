using System.Buffers.Binary;
using System.Security.Cryptography;
using EventLinkDr.Adapters.Age.Primitives;

namespace EventLinkDr.Adapters.Age;

/// <summary>The key of a file's payload, and the layout of the payload: chunks of 64 KiB, each with its tag, the last one marked.</summary>
internal sealed class PayloadKey : IDisposable
{
    public const int NonceSize = 16;

    public const int ChunkSize = 64 * 1024;

    public const int SealedChunkSize = ChunkSize + Aead.TagSize;

    private readonly byte[] _key = GC.AllocateArray<byte>(Aead.KeySize, pinned: true);

    public PayloadKey(ReadOnlySpan<byte> fileKey, ReadOnlySpan<byte> nonce) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, fileKey, _key, nonce, "payload"u8);

    /// <summary>A cipher for one thread.</summary>
    public IAead CreateCipher() => Aead.Create(_key);

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    /// <summary>Writes the nonce of a chunk: eleven bytes that count and one that marks the last.</summary>
    public static void WriteNonce(Span<byte> nonce, long chunk, bool isLast)
    {
        nonce[..3].Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce[3..], chunk);
        nonce[11] = isLast ? (byte)1 : (byte)0;
    }
}

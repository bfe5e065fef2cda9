using System.Buffers.Binary;
using System.Security.Cryptography;

namespace EventLinkDr.Adapters.Age.Primitives;

/// <summary>ChaCha20-Poly1305 as RFC 8439, section 2.8, puts it together, for platforms without one of their own.</summary>
internal sealed class ManagedAead : IAead
{
    private readonly byte[] _key = GC.AllocateArray<byte>(Aead.KeySize, pinned: true);

    public ManagedAead(ReadOnlySpan<byte> key) => key.CopyTo(_key);

    public void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> output)
    {
        ChaCha20.Transform(_key, nonce, 1, plaintext, output[..plaintext.Length]);
        Authenticate(nonce, output[..plaintext.Length], output[plaintext.Length..]);
    }

    public bool TryDecrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> input, Span<byte> plaintext)
    {
        Span<byte> tag = stackalloc byte[Aead.TagSize];
        Authenticate(nonce, input[..^Aead.TagSize], tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, input[^Aead.TagSize..])) return false;
        ChaCha20.Transform(_key, nonce, 1, input[..^Aead.TagSize], plaintext);
        return true;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    private void Authenticate(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, Span<byte> tag)
    {
        // The one-time key is the beginning of key stream block 0 (RFC 8439, section 2.6).
        Span<byte> oneTimeKey = stackalloc byte[32];
        oneTimeKey.Clear();
        ChaCha20.Transform(_key, nonce, 0, oneTimeKey, oneTimeKey);
        var poly = new Poly1305(oneTimeKey);
        CryptographicOperations.ZeroMemory(oneTimeKey);
        poly.UpdatePadded(ciphertext);
        Span<byte> lengths = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(lengths, 0);
        BinaryPrimitives.WriteUInt64LittleEndian(lengths[8..], (ulong)ciphertext.Length);
        poly.UpdatePadded(lengths);
        poly.Finish(tag);
    }
}

using EventLinkDr.Adapters.Age.Primitives;

namespace EventLinkDr.Adapters.Age;

/// <summary>Encryption of a file key under a key that is used only once, so that the nonce may be zero.</summary>
internal static class KeyWrap
{
    private static readonly byte[] Nonce = new byte[Aead.NonceSize];

    public static byte[] Wrap(ReadOnlySpan<byte> wrapKey, ReadOnlySpan<byte> fileKey)
    {
        var body = new byte[AgeHeader.WrappedKeySize];
        using var aead = Aead.Create(wrapKey);
        aead.Encrypt(Nonce, fileKey, body);
        return body;
    }

    public static bool TryUnwrap(ReadOnlySpan<byte> wrapKey, ReadOnlySpan<byte> body, Span<byte> fileKey)
    {
        using var aead = Aead.Create(wrapKey);
        return aead.TryDecrypt(Nonce, body, fileKey);
    }
}

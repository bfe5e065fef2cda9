using System.Security.Cryptography;
using EventLinkDr.Adapters.Age.Primitives;

namespace EventLinkDr.Adapters.Age;

/// <summary>The key agreement behind stanzas of type <c>X25519</c>.</summary>
internal static class X25519Stanza
{
    public const string Type = "X25519";

    /// <summary>Derives the key that wraps the file key; false when the shared secret is zero, as with a point of low order.</summary>
    public static bool TryDeriveKey(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, ReadOnlySpan<byte> share, ReadOnlySpan<byte> recipient, Span<byte> wrapKey)
    {
        Span<byte> secret = stackalloc byte[X25519.Size];
        Span<byte> salt = stackalloc byte[2 * X25519.Size];
        X25519.Multiply(scalar, point, secret);
        share.CopyTo(salt);
        recipient.CopyTo(salt[X25519.Size..]);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, wrapKey, salt, "age-encryption.org/v1/X25519"u8);
        var isZero = CryptographicOperations.FixedTimeEquals(secret, stackalloc byte[X25519.Size]);
        CryptographicOperations.ZeroMemory(secret);
        return !isZero;
    }
}

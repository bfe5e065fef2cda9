using System.Security.Cryptography;

namespace EventLinkDr.Adapters.Age.Primitives;

/// <summary>Sizes of ChaCha20-Poly1305, and the choice of who does it.</summary>
internal static class Aead
{
    public const int KeySize = 32;

    public const int NonceSize = 12;

    public const int TagSize = 16;

    /// <summary>The platform's own where it has one (OpenSSL 1.1, macOS, Windows from build 20142), else the managed one.</summary>
    public static IAead Create(ReadOnlySpan<byte> key) => ChaCha20Poly1305.IsSupported ? new PlatformAead(key) : new ManagedAead(key);
}

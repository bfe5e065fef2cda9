using System.Security.Cryptography;
using System.Text;
using EventLinkDr.Adapters.Age.Primitives;

namespace EventLinkDr.Adapters.Age;

/// <summary>The header of an age file: the file key wrapped for each recipient, and a MAC under the file key.</summary>
/// <param name="Stanzas">The recipients' parts.</param>
/// <param name="Authenticated">The bytes that the MAC covers: all up to and with <c>---</c>.</param>
/// <param name="Mac">The MAC.</param>
/// <param name="Length">Length of the header; the payload begins there.</param>
internal sealed record AgeHeader(IReadOnlyList<Stanza> Stanzas, ReadOnlyMemory<byte> Authenticated, byte[] Mac, int Length)
{
    public const string VersionLine = "age-encryption.org/v1";

    public const int FileKeySize = 16;

    public const int MacSize = 32;

    /// <summary>Length of a file key that was wrapped.</summary>
    public const int WrappedKeySize = FileKeySize + Aead.TagSize;

    /// <summary>Makes the bytes of a header.</summary>
    public static byte[] Encode(IEnumerable<Stanza> stanzas, ReadOnlySpan<byte> fileKey)
    {
        var text = new StringBuilder(VersionLine).Append('\n');
        foreach (var stanza in stanzas) stanza.Write(text);
        text.Append("---");
        Span<byte> mac = stackalloc byte[MacSize];
        ComputeMac(Encoding.ASCII.GetBytes(text.ToString()), fileKey, mac);
        return Encoding.ASCII.GetBytes(text.Append(' ').Append(RawBase64.Encode(mac)).Append('\n').ToString());
    }

    /// <summary>Holds the header against its MAC.</summary>
    /// <exception cref="AgeException">They do not belong together.</exception>
    public void Verify(ReadOnlySpan<byte> fileKey)
    {
        Span<byte> mac = stackalloc byte[MacSize];
        ComputeMac(Authenticated.Span, fileKey, mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, Mac))
            throw new AgeException(AgeFault.Mac, Diagnostics.ErrorTable.EncryptedDataCorrupt, "the header of the encrypted file was altered");
    }

    private static void ComputeMac(ReadOnlySpan<byte> text, ReadOnlySpan<byte> fileKey, Span<byte> mac)
    {
        Span<byte> key = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, fileKey, key, salt: [], info: "header"u8);
        HMACSHA256.HashData(key, text, mac);
        CryptographicOperations.ZeroMemory(key);
    }
}

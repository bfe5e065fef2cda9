using System.Security.Cryptography;
using EventLinkDr.Adapters.Age.Primitives;

namespace EventLinkDr.Adapters.Tests.Age.Primitives;

public sealed class AeadTests
{
    private static readonly byte[] Key = SHA256.HashData("key"u8), Nonce = SHA256.HashData("nonce"u8)[..12];

    [Fact]
    public void ManagedAndPlatform_AtEverySizeAroundTheBlocks_WriteTheSame()
    {
        Assert.SkipUnless(ChaCha20Poly1305.IsSupported, "this platform has no ChaCha20-Poly1305 to compare with");
        using var managed = new ManagedAead(Key);
        using var platform = new PlatformAead(Key);
        int[] sizes = [.. Enumerable.Range(0, 1100), 65535, 65536, 65537];
        foreach (var size in sizes)
        {
            var plaintext = new byte[size];
            for (var i = 0; i < size; i++) plaintext[i] = (byte)(i * 31 + size);
            byte[] expected = new byte[size + 16], actual = new byte[size + 16], back = new byte[size];
            platform.Encrypt(Nonce, plaintext, expected);
            managed.Encrypt(Nonce, plaintext, actual);
            Assert.Equal(expected, actual);
            Assert.True(managed.TryDecrypt(Nonce, expected, back));
            Assert.Equal(plaintext, back);
        }
    }

    // Values that leave the most carries behind.
    [Fact]
    public void ManagedAndPlatform_UnderManyKeys_WriteTheSame()
    {
        Assert.SkipUnless(ChaCha20Poly1305.IsSupported, "this platform has no ChaCha20-Poly1305 to compare with");
        for (var i = 0; i < 500; i++)
        {
            var key = SHA256.HashData(BitConverter.GetBytes(i));
            using var managed = new ManagedAead(key);
            using var platform = new PlatformAead(key);
            byte[] plaintext = new byte[333], expected = new byte[349], actual = new byte[349];
            Array.Fill(plaintext, (byte)(i % 2 == 0 ? 0xff : i));
            platform.Encrypt(Nonce, plaintext, expected);
            managed.Encrypt(Nonce, plaintext, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TryDecrypt_AnyBitFlipped_IsRefused(bool isManaged)
    {
        Assert.SkipUnless(isManaged || ChaCha20Poly1305.IsSupported, "this platform has no ChaCha20-Poly1305");
        using IAead aead = isManaged ? new ManagedAead(Key) : new PlatformAead(Key);
        byte[] plaintext = new byte[40], output = new byte[56];
        aead.Encrypt(Nonce, plaintext, output);
        for (var bit = 0; bit < output.Length * 8; bit++)
        {
            output[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.False(aead.TryDecrypt(Nonce, output, plaintext));
            output[bit / 8] ^= (byte)(1 << bit % 8);
        }

        Assert.True(aead.TryDecrypt(Nonce, output, plaintext));
    }
}

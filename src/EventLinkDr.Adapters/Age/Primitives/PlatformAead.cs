using System.Security.Cryptography;

namespace EventLinkDr.Adapters.Age.Primitives;

/// <summary>.NET's ChaCha20-Poly1305: the platform's library.</summary>
internal sealed class PlatformAead(ReadOnlySpan<byte> key) : IAead
{
    private readonly ChaCha20Poly1305 _cipher = new(key);

    public void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> output) =>
        _cipher.Encrypt(nonce, plaintext, output[..^Aead.TagSize], output[^Aead.TagSize..]);

    public bool TryDecrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> input, Span<byte> plaintext)
    {
        try
        {
            _cipher.Decrypt(nonce, input[..^Aead.TagSize], input[^Aead.TagSize..], plaintext);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public void Dispose() => _cipher.Dispose();
}

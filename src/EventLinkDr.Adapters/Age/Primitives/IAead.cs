namespace EventLinkDr.Adapters.Age.Primitives;

/// <summary>ChaCha20-Poly1305 (RFC 8439) under one key, without associated data. For one thread at a time.</summary>
internal interface IAead : IDisposable
{
    /// <summary>Encrypts; the output is 16 bytes longer than the input.</summary>
    void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> output);

    /// <summary>Decrypts; the input is 16 bytes longer than the output. Where it returns false nothing of the output may be used.</summary>
    bool TryDecrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> input, Span<byte> plaintext);
}

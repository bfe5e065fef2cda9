using System.Security.Cryptography;
using EventLinkDr.Adapters.Age.Primitives;

namespace EventLinkDr.Adapters.Age;

/// <summary>A secret key, <c>AGE-SECRET-KEY-1…</c>.</summary>
internal sealed class X25519Identity : IAgeIdentity
{
    public const string Prefix = "age-secret-key-";

    private readonly byte[] _scalar;
    private readonly byte[] _point = new byte[X25519.Size];

    /// <summary>Takes over the scalar and will wipe it.</summary>
    public X25519Identity(byte[] scalar)
    {
        _scalar = scalar;
        X25519.PublicPoint(scalar, _point);
        Recipient = new X25519Recipient(_point);
    }

    public X25519Recipient Recipient { get; }

    /// <summary>Makes a new one.</summary>
    public static X25519Identity Generate()
    {
        var scalar = GC.AllocateArray<byte>(X25519.Size, pinned: true);
        RandomNumberGenerator.Fill(scalar);
        return new X25519Identity(scalar);
    }

    /// <summary>Reads the text of a secret key; null when it is none.</summary>
    public static X25519Identity? Parse(ReadOnlySpan<char> text)
    {
        if (!Bech32.TryDecode(text, out var prefix, out var scalar)) return null;
        if (prefix == Prefix && scalar.Length == X25519.Size) return new X25519Identity(scalar);
        CryptographicOperations.ZeroMemory(scalar);
        return null;
    }

    /// <summary>The text of the secret key, in a pinned array that the caller wipes.</summary>
    public char[] Export()
    {
        var text = Bech32.Encode(Prefix, _scalar);
        for (var i = 0; i < text.Length; i++) text[i] = char.ToUpperInvariant(text[i]);
        return text;
    }

    public bool TryUnwrap(Stanza stanza, Span<byte> fileKey, CancellationToken cancellationToken)
    {
        if (stanza.Type != X25519Stanza.Type) return false;
        if (stanza.Arguments.Count != 1) throw AgeException.Header("holds an X25519 part with a wrong number of arguments");
        if (RawBase64.Decode(stanza.Arguments[0]) is not { Length: X25519.Size } share) throw AgeException.Header("holds an X25519 part whose share is malformed");
        // Checked first: a body of free length would let one file open under many keys.
        if (stanza.Body.Length != AgeHeader.WrappedKeySize) throw AgeException.Header("holds an X25519 part whose body has a wrong length");
        Span<byte> wrapKey = stackalloc byte[Aead.KeySize];
        try
        {
            return X25519Stanza.TryDeriveKey(_scalar, share, share, _point, wrapKey)
                ? KeyWrap.TryUnwrap(wrapKey, stanza.Body, fileKey)
                : throw AgeException.Header("holds an X25519 part whose share is of low order");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wrapKey);
        }
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_scalar);
}

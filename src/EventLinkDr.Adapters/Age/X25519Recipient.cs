using System.Security.Cryptography;
using EventLinkDr.Adapters.Age.Primitives;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Adapters.Age;

/// <summary>A public key, <c>age1…</c>.</summary>
internal sealed class X25519Recipient : IAgeRecipient
{
    private const string Prefix = "age";

    private readonly byte[] _point;

    public X25519Recipient(ReadOnlySpan<byte> point)
    {
        _point = point.ToArray();
        Text = new string(Bech32.Encode(Prefix, point));
    }

    /// <summary>The public key as text.</summary>
    public string Text { get; }

    /// <exception cref="DrException"><c>RecipientInvalid</c>; the text is quoted unless it might be a secret.</exception>
    public static X25519Recipient Parse(string text)
    {
        if (text.StartsWith("AGE-SECRET-KEY-", StringComparison.OrdinalIgnoreCase) || text.StartsWith("AGE-PLUGIN-", StringComparison.OrdinalIgnoreCase))
        {
            throw new DrException(ErrorTable.RecipientInvalid, "a secret key was given where a public key belongs")
            {
                Remedy = "Give its public key; it stands in the comments of the identity file. Consider the secret key known to whoever saw this command.",
            };
        }

        if (!Bech32.TryDecode(text, out var prefix, out var point))
            throw new DrException(ErrorTable.RecipientInvalid, $"{Quote(text)} is not a public key") { Expected = "age1 and 58 more letters and digits" };
        if (prefix != Prefix || point.Length != X25519.Size)
            throw new DrException(ErrorTable.RecipientInvalid, $"{Quote(text)} is a recipient of a kind that is not supported") { Expected = "an X25519 key, age1…" };
        // A point of low order gives zero with every scalar, so everybody would know the shared secret.
        Span<byte> shared = stackalloc byte[X25519.Size];
        X25519.Multiply(point, point, shared);
        if (shared.IndexOfAnyExcept((byte)0) < 0) throw new DrException(ErrorTable.RecipientInvalid, $"{Quote(text)} is not a safe public key");
        return new X25519Recipient(point);
    }

    public Stanza Wrap(ReadOnlySpan<byte> fileKey, CancellationToken cancellationToken)
    {
        Span<byte> ephemeral = stackalloc byte[X25519.Size];
        Span<byte> wrapKey = stackalloc byte[Aead.KeySize];
        var share = new byte[X25519.Size];
        try
        {
            RandomNumberGenerator.Fill(ephemeral);
            X25519.PublicPoint(ephemeral, share);
            if (!X25519Stanza.TryDeriveKey(ephemeral, _point, share, _point, wrapKey))
                throw new DrException(ErrorTable.RecipientInvalid, $"{Text} is not a safe public key");
            return new Stanza(X25519Stanza.Type, [RawBase64.Encode(share)], KeyWrap.Wrap(wrapKey, fileKey));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(ephemeral);
            CryptographicOperations.ZeroMemory(wrapKey);
        }
    }

    private static string Quote(string text)
    {
        var shown = new string([.. text.Take(80).Select(character => char.IsControl(character) ? '?' : character)]);
        return text.Length > 80 ? $"'{shown}…'" : $"'{shown}'";
    }
}

using System.Globalization;
using System.Security.Cryptography;
using EventLinkDr.Adapters.Age.Primitives;

namespace EventLinkDr.Adapters.Age;

/// <summary>A passphrase that may open a file.</summary>
/// <param name="passphrase">UTF-8; wiped when disposed of.</param>
/// <param name="derive">The derivation; null for the usual one.</param>
internal sealed class ScryptIdentity(byte[] passphrase, ScryptKey.Derivation? derive = null) : IAgeIdentity
{
    /// <summary>Beyond it a file could keep us busy for minutes and take more than 4 GiB; the age program draws the line there too.</summary>
    public const int LargestWorkFactor = 22;

    private readonly ScryptDerivations _derivations = new(passphrase, derive ?? ScryptKey.Derive);

    public bool TryUnwrap(Stanza stanza, Span<byte> fileKey, CancellationToken cancellationToken)
    {
        if (stanza.Type != ScryptKey.Type) return false;
        if (stanza.Arguments.Count != 2) throw AgeException.Header("holds a scrypt part with a wrong number of arguments");
        if (RawBase64.Decode(stanza.Arguments[0]) is not { Length: ScryptKey.SaltSize } salt) throw AgeException.Header("holds a scrypt part whose salt is malformed");
        var workFactor = WorkFactor(stanza.Arguments[1]);
        // Checked first: a body of free length would let one file open under many passphrases.
        if (stanza.Body.Length != AgeHeader.WrappedKeySize) throw AgeException.Header("holds a scrypt part whose body has a wrong length");
        Span<byte> wrapKey = stackalloc byte[Aead.KeySize];
        try
        {
            _derivations.Derive(salt, workFactor, wrapKey, cancellationToken);
            return KeyWrap.TryUnwrap(wrapKey, stanza.Body, fileKey);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wrapKey);
        }
    }

    /// <summary>The recipient with the same passphrase, which it wipes by itself.</summary>
    public ScryptRecipient ToRecipient() => new(_derivations.CopyPassphrase());

    public void Dispose() => _derivations.Dispose();

    private static int WorkFactor(string text)
    {
        if (text[0] is '0' || !text.All(char.IsAsciiDigit)) throw AgeException.Header("holds a scrypt part whose work factor is malformed");
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var factor) && factor <= LargestWorkFactor
            ? factor
            : throw AgeException.Header($"asks for a scrypt work factor above {LargestWorkFactor}");
    }
}

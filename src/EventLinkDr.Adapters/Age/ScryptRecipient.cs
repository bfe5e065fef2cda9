using System.Globalization;
using System.Security.Cryptography;
using EventLinkDr.Adapters.Age.Primitives;

namespace EventLinkDr.Adapters.Age;

/// <summary>A passphrase that a file is encrypted with; always its only recipient.</summary>
/// <param name="passphrase">UTF-8; wiped when disposed of.</param>
/// <param name="workFactor">Logarithm, base two, of the cost.</param>
internal sealed class ScryptRecipient(byte[] passphrase, int workFactor = ScryptRecipient.DefaultWorkFactor) : IAgeRecipient, IDisposable
{
    /// <summary>What the age program uses: about a second, 256 MiB.</summary>
    public const int DefaultWorkFactor = 18;

    public Stanza Wrap(ReadOnlySpan<byte> fileKey, CancellationToken cancellationToken)
    {
        Span<byte> wrapKey = stackalloc byte[Aead.KeySize];
        var salt = RandomNumberGenerator.GetBytes(ScryptKey.SaltSize);
        try
        {
            ScryptKey.Derive(passphrase, salt, workFactor, wrapKey, cancellationToken);
            return new Stanza(ScryptKey.Type, [RawBase64.Encode(salt), workFactor.ToString(CultureInfo.InvariantCulture)], KeyWrap.Wrap(wrapKey, fileKey));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wrapKey);
        }
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(passphrase);
}

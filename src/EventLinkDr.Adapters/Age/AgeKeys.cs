using EventLinkDr.Diagnostics;
using EventLinkDr.Streams;

namespace EventLinkDr.Adapters.Age;

/// <summary>What opens files.</summary>
internal sealed class AgeKeys(IReadOnlyList<IAgeIdentity> identities) : IBackupKeys
{
    public IReadOnlyList<string> PublicKeys { get; } =
        [.. identities.OfType<X25519Identity>().Select(identity => identity.Recipient.Text).Distinct(StringComparer.Ordinal)];

    /// <summary>Unwraps the file key with the first that fits, and verifies the header.</summary>
    /// <exception cref="AgeException"><c>KeyMissing</c>, <c>KeyWrong</c>, <c>PassphraseWrong</c>, <c>EncryptedDataCorrupt</c>.</exception>
    public void Unwrap(AgeHeader header, Span<byte> fileKey, CancellationToken cancellationToken)
    {
        var needsPassphrase = header.Stanzas.Any(stanza => stanza.Type == ScryptKey.Type);
        // Who encrypts with a passphrase must be sure that nobody else was added.
        if (needsPassphrase && header.Stanzas.Count > 1) throw AgeException.Header("mixes a passphrase with other recipients");
        foreach (var identity in identities)
        {
            foreach (var stanza in header.Stanzas)
            {
                if (!identity.TryUnwrap(stanza, fileKey, cancellationToken)) continue;
                header.Verify(fileKey);
                return;
            }
        }

        throw needsPassphrase ? WrongPassphrase() : WrongKey(header);
    }

    /// <summary>The recipients of the same keys; a passphrase stands alone, as the format demands.</summary>
    public AgeRecipients ToRecipients() => PublicKeys.Count > 0
        ? new([.. identities.OfType<X25519Identity>().Select(identity => identity.Recipient).DistinctBy(recipient => recipient.Text)])
        : new([identities.OfType<ScryptIdentity>().First().ToRecipient()]);

    public void Dispose()
    {
        foreach (var identity in identities) identity.Dispose();
    }

    private AgeException WrongPassphrase() => identities.Any(identity => identity is ScryptIdentity)
        ? new(AgeFault.NoMatch, ErrorTable.PassphraseWrong, "the passphrase does not open the encrypted file")
        : new(AgeFault.NoMatch, ErrorTable.KeyMissing, "the file is encrypted with a passphrase, and none was given");

    private AgeException WrongKey(AgeHeader header)
    {
        var kinds = string.Join(", ", header.Stanzas.GroupBy(stanza => stanza.Type).Take(5).Select(kind => $"{kind.Key[..Math.Min(kind.Key.Length, 40)]} ({kind.Count()})"));
        return PublicKeys.Count == 0
            ? new(AgeFault.NoMatch, ErrorTable.KeyMissing, $"the file is encrypted to public keys, and no identity was given (recipients: {kinds})")
            : new(AgeFault.NoMatch, ErrorTable.KeyWrong, $"none of the {PublicKeys.Count} identities given opens the encrypted file (recipients: {kinds})");
    }
}

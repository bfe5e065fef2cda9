using EventLinkDr.Streams;

namespace EventLinkDr.Adapters.Age;

/// <summary>Whom files are encrypted to.</summary>
internal sealed class AgeRecipients(IReadOnlyList<IAgeRecipient> recipients) : IBackupRecipients
{
    public IReadOnlyList<string> PublicKeys { get; } = [.. recipients.OfType<X25519Recipient>().Select(recipient => recipient.Text)];

    /// <summary>Makes a header that wraps a file key for every one of them.</summary>
    public byte[] EncodeHeader(ReadOnlySpan<byte> fileKey, CancellationToken cancellationToken)
    {
        var stanzas = new List<Stanza>(recipients.Count);
        foreach (var recipient in recipients) stanzas.Add(recipient.Wrap(fileKey, cancellationToken));
        return AgeHeader.Encode(stanzas, fileKey);
    }

    public void Prepare()
    {
        foreach (var recipient in recipients.OfType<ScryptRecipient>()) recipient.Prepare();
    }

    public void Dispose()
    {
        foreach (var recipient in recipients.OfType<IDisposable>()) recipient.Dispose();
    }
}

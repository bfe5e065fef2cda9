namespace EventLinkDr.Streams;

/// <summary>How a backup is encrypted, and to whom. Disposing of it wipes a passphrase.</summary>
/// <param name="cipher">Encrypts.</param>
/// <param name="recipients">Public keys, or one passphrase; disposed with this.</param>
public sealed class BackupEncryption(IBackupCipher cipher, IBackupRecipients recipients) : IDisposable
{
    /// <summary>What the name of an encrypted file ends in, with the dot.</summary>
    public string FileExtension => cipher.FileExtension;

    /// <summary>The public keys; empty with a passphrase.</summary>
    public IReadOnlyList<string> PublicKeys => recipients.PublicKeys;

    /// <summary>Makes a stream that encrypts what is written to it; it does not close the destination.</summary>
    /// <exception cref="Diagnostics.DrException"><c>MemoryShort</c> with a passphrase.</exception>
    public Task<EncryptingStream> EncryptAsync(Stream destination, CancellationToken cancellationToken) => cipher.EncryptAsync(destination, recipients, cancellationToken);

    /// <inheritdoc cref="IBackupRecipients.Prepare"/>
    public void Prepare() => recipients.Prepare();

    /// <summary>Whom it is encrypted to, for a person.</summary>
    public override string ToString() => PublicKeys.Count switch
    {
        0 => "a passphrase",
        1 => $"the recipient {PublicKeys[0]}",
        _ => $"the recipients {string.Join(", ", PublicKeys)}",
    };

    /// <inheritdoc/>
    public void Dispose() => recipients.Dispose();
}

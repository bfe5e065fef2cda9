namespace EventLinkDr.Streams;

/// <summary>
/// Encrypts backups and opens encrypted ones. What it writes can be opened without this software; see <c>docs/reference/encryption.md</c>.
/// Every method may be called from several threads at once.
/// </summary>
public interface IBackupCipher
{
    /// <summary>What an encrypted file's name ends in, with the dot.</summary>
    string FileExtension { get; }

    /// <summary>Reads public keys.</summary>
    /// <param name="recipients">One or more texts with a public key on each line; empty lines and lines that begin with <c>#</c> count for nothing.</param>
    /// <exception cref="Diagnostics.DrException"><c>RecipientInvalid</c>; also when there is none.</exception>
    IBackupRecipients ReadRecipients(IEnumerable<string> recipients);

    /// <summary>A passphrase as the only recipient. The text may be disposed of afterwards.</summary>
    /// <exception cref="Diagnostics.DrException"><c>KeyInvalid</c>: it is empty.</exception>
    IBackupRecipients ReadPassphrase(SecretText passphrase);

    /// <summary>Reads what opens encrypted backups. The texts may be disposed of afterwards.</summary>
    /// <param name="identities">Contents of identity files.</param>
    /// <param name="passphrases">Passphrases, tried in order.</param>
    /// <exception cref="Diagnostics.DrException"><c>KeyInvalid</c>: a text is not what it should be; <c>KeyMissing</c>: there is none.</exception>
    IBackupKeys ReadKeys(IEnumerable<SecretText> identities, IEnumerable<SecretText> passphrases);

    /// <summary>Whom to encrypt to so that these keys open it: the public keys that belong to them, else the first passphrase.</summary>
    IBackupRecipients RecipientsOf(IBackupKeys keys);

    /// <summary>
    /// Makes a stream that encrypts what is written to it. <paramref name="destination"/> is written to, never closed.
    /// Unless <see cref="EncryptingStream.CompleteAsync"/> is called nobody will take the output for whole.
    /// </summary>
    /// <exception cref="Diagnostics.DrException"><c>MemoryShort</c> with a passphrase.</exception>
    Task<EncryptingStream> EncryptAsync(Stream destination, IBackupRecipients recipients, CancellationToken cancellationToken);

    /// <summary>Opens an encrypted stream from its beginning; its last byte is only given once the end is known to be the true end.</summary>
    /// <exception cref="Diagnostics.DrException"><c>KeyMissing</c>, <c>KeyWrong</c>, <c>PassphraseWrong</c>, <c>EncryptedDataCorrupt</c>, the last also while reading.</exception>
    Task<Stream> DecryptAsync(Stream source, IBackupKeys keys, CancellationToken cancellationToken);

    /// <summary>Opens encrypted content for reading from any offset. Its end is verified before this returns.</summary>
    /// <param name="source">Opens the encrypted content at an offset; called once for every reader, and twice here.</param>
    /// <param name="length">Length of the encrypted content.</param>
    /// <param name="keys">What opens it; may be disposed of afterwards.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="Diagnostics.DrException"><c>KeyMissing</c>, <c>KeyWrong</c>, <c>PassphraseWrong</c>, <c>EncryptedDataCorrupt</c>, the last also while reading.</exception>
    Task<IReadableContent> OpenAsync(
        Func<long, CancellationToken, Task<Stream>> source, long length, IBackupKeys keys, CancellationToken cancellationToken);

    /// <summary>Makes a new key pair and an identity file that only its owner may read; never replaces a file.</summary>
    /// <exception cref="Diagnostics.DrException"><c>KeyFileExists</c>, <c>KeyFileUnavailable</c>.</exception>
    BackupKey CreateKeyFile(string path, DateTimeOffset created);
}

using System.Collections.Concurrent;

namespace EventLinkDr.Streams;

/// <summary>What opens encrypted backups. Disposing of it wipes the keys and closes what was opened with them.</summary>
/// <param name="cipher">Decrypts.</param>
/// <param name="keys">Identities and passphrases; disposed with this.</param>
public sealed class BackupDecryption(IBackupCipher cipher, IBackupKeys keys) : IDisposable
{
    private readonly ConcurrentBag<IReadableContent> _opened = [];

    /// <summary>Opens an encrypted stream from its beginning.</summary>
    /// <exception cref="Diagnostics.DrException"><c>KeyMissing</c>, <c>KeyWrong</c>, <c>PassphraseWrong</c>, <c>EncryptedDataCorrupt</c>.</exception>
    public Task<Stream> DecryptAsync(Stream source, CancellationToken cancellationToken) => cipher.DecryptAsync(source, keys, cancellationToken);

    /// <summary>Opens encrypted content for reading from any offset, until this is disposed of. Its end is verified before this returns.</summary>
    /// <param name="source">Opens the encrypted content at an offset.</param>
    /// <param name="length">Length of the encrypted content.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="Diagnostics.DrException"><c>KeyMissing</c>, <c>KeyWrong</c>, <c>PassphraseWrong</c>, <c>EncryptedDataCorrupt</c>.</exception>
    public async Task<IReadableContent> OpenAsync(Func<long, CancellationToken, Task<Stream>> source, long length, CancellationToken cancellationToken)
    {
        var content = await cipher.OpenAsync(source, length, keys, cancellationToken).ConfigureAwait(false);
        _opened.Add(content);
        return content;
    }

    /// <summary>Encrypts so that the same keys open it: what replaces an encrypted backup must not lie beside it in the clear.</summary>
    public BackupEncryption ToEncryption() => new(cipher, cipher.RecipientsOf(keys));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var content in _opened) content.Dispose();
        keys.Dispose();
    }
}

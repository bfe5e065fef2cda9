using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Encryption;

/// <summary>
/// Finds the keys that are meant: those that were given, else those that the environment names. The environment never holds a secret itself,
/// only paths: what stands in it is shown to whoever may look at the process.
/// </summary>
/// <param name="cipher">Reads keys.</param>
/// <param name="host">The environment.</param>
public sealed class KeyResolver(IBackupCipher cipher, ILocalHost host)
{
    /// <summary>Public keys that backups are encrypted to, separated by spaces, commas or line ends.</summary>
    public const string Recipients = "EVENTLINKDR_RECIPIENTS";

    /// <summary>A file of public keys that backups are encrypted to.</summary>
    public const string RecipientFile = "EVENTLINKDR_RECIPIENT_FILE";

    /// <summary>The identity file that opens encrypted backups.</summary>
    public const string IdentityFile = "EVENTLINKDR_IDENTITY_FILE";

    /// <summary>A file whose first line is the passphrase that opens encrypted backups.</summary>
    public const string PassphraseFile = "EVENTLINKDR_PASSPHRASE_FILE";

    private static readonly char[] Separators = [' ', ',', ';', '\t', '\r', '\n'];

    /// <summary>To whom a backup is encrypted; null when neither the request nor the environment names anybody.</summary>
    /// <exception cref="DrException"><c>RecipientInvalid</c>, <c>KeyInvalid</c>, <c>KeyFileUnavailable</c>, <c>OptionsInvalid</c>.</exception>
    public async Task<BackupEncryption?> FindEncryptionAsync(EncryptionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var named = request.Recipients.Count > 0 || request.RecipientFiles.Count > 0;
        if (request.Passphrase is not null || request.PassphraseFile is not null)
        {
            if (named || (request.Passphrase is not null && request.PassphraseFile is not null))
                throw new DrException(ErrorTable.OptionsInvalid, "a backup is encrypted to recipients or with one passphrase, never with both");
            using var text = request.PassphraseFile is { } file ? await SecretText.ReadFileAsync(FullPath(file), firstLineOnly: true, cancellationToken).ConfigureAwait(false) : null;
            return new BackupEncryption(cipher, cipher.ReadPassphrase(text ?? request.Passphrase!));
        }

        IEnumerable<string> keys = request.Recipients;
        IEnumerable<string> files = request.RecipientFiles;
        if (!named)
        {
            keys = Variable(Recipients)?.Split(Separators, StringSplitOptions.RemoveEmptyEntries) ?? [];
            files = Variable(RecipientFile) is { } path ? [path] : [];
        }

        var texts = keys.ToList();
        foreach (var file in files) texts.Add(await ReadAsync(FullPath(file), cancellationToken).ConfigureAwait(false));
        return texts.Count > 0 ? new BackupEncryption(cipher, cipher.ReadRecipients(texts)) : null;
    }

    /// <summary>What opens a backup; null when it is not encrypted, and when neither the request nor the environment names anything.</summary>
    /// <exception cref="DrException"><c>KeyInvalid</c>, <c>KeyFileUnavailable</c>.</exception>
    public async Task<BackupDecryption?> FindDecryptionAsync(DecryptionRequest request, BackupSet backup, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(backup);
        return backup.Encrypted ? await FindDecryptionAsync(request, cancellationToken).ConfigureAwait(false) : null;
    }

    /// <summary>How a backup is encrypted that takes the place of another one: as the environment says, else so that the same keys open it.</summary>
    /// <param name="decryption">What opens the other one; null when it is in the clear.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DrException"><c>RecipientInvalid</c>, <c>KeyFileUnavailable</c>.</exception>
    public async Task<BackupEncryption?> FindEncryptionLikeAsync(BackupDecryption? decryption, CancellationToken cancellationToken) =>
        await FindEncryptionAsync(new EncryptionRequest(), cancellationToken).ConfigureAwait(false) ?? decryption?.ToEncryption();

    /// <summary>What opens encrypted backups; null when neither the request nor the environment names anything.</summary>
    /// <exception cref="DrException"><c>KeyInvalid</c>, <c>KeyFileUnavailable</c>.</exception>
    public async Task<BackupDecryption?> FindDecryptionAsync(DecryptionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.IsEmpty)
        {
            request = new DecryptionRequest { IdentityFiles = Variable(IdentityFile) is { } path ? [path] : [], PassphraseFile = Variable(PassphraseFile) };
            if (request.IsEmpty) return null;
        }

        var read = new List<SecretText>();
        try
        {
            foreach (var file in request.IdentityFiles) read.Add(await SecretText.ReadFileAsync(FullPath(file), firstLineOnly: false, cancellationToken).ConfigureAwait(false));
            var phrases = new List<SecretText>();
            if (request.Passphrase is { } given) phrases.Add(given);
            if (request.PassphraseFile is { } phraseFile)
            {
                read.Add(await SecretText.ReadFileAsync(FullPath(phraseFile), firstLineOnly: true, cancellationToken).ConfigureAwait(false));
                phrases.Add(read[^1]);
            }

            return new BackupDecryption(cipher, cipher.ReadKeys([.. request.Identities, .. read.Take(request.IdentityFiles.Count)], phrases));
        }
        finally
        {
            foreach (var text in read) text.Dispose();
        }
    }

    private string? Variable(string name) => host.GetVariable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    private string FullPath(string path) => Path.GetFullPath(path, host.CurrentDirectory);

    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DrException(ErrorTable.KeyFileUnavailable, $"the file of recipients {path} cannot be read: {error.Message.TrimEnd('.')}", error) { Subject = path };
        }
    }
}

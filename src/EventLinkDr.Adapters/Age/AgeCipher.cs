using System.Security.Cryptography;
using System.Text;
using EventLinkDr.Diagnostics;
using EventLinkDr.Streams;

namespace EventLinkDr.Adapters.Age;

/// <summary>
/// The file format age, version 1 (https://age-encryption.org/v1), with its recipients X25519 and scrypt.
/// </summary>
internal sealed class AgeCipher : IBackupCipher
{
    public string FileExtension => ".age";

    public IBackupRecipients ReadRecipients(IEnumerable<string> recipients)
    {
        var parsed = recipients.SelectMany(text => text.Split('\n')).Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#').Select(X25519Recipient.Parse).DistinctBy(recipient => recipient.Text).ToList();
        return parsed.Count > 0 ? new AgeRecipients(parsed) : throw new DrException(ErrorTable.RecipientInvalid, "no recipient was given");
    }

    public IBackupRecipients ReadPassphrase(SecretText passphrase) => new AgeRecipients([new ScryptRecipient(Utf8(passphrase))]);

    public IBackupKeys ReadKeys(IEnumerable<SecretText> identities, IEnumerable<SecretText> passphrases)
    {
        var keys = new List<IAgeIdentity>();
        try
        {
            foreach (var text in identities) keys.AddRange(IdentityFile.Parse(text));
            foreach (var text in passphrases) keys.Add(new ScryptIdentity(Utf8(text)));
        }
        catch
        {
            foreach (var key in keys) key.Dispose();
            throw;
        }

        return keys.Count > 0 ? new AgeKeys(keys) : throw new DrException(ErrorTable.KeyMissing, "neither an identity nor a passphrase was given");
    }

    public IBackupRecipients RecipientsOf(IBackupKeys keys) => ((AgeKeys)keys).ToRecipients();

    public async Task<EncryptingStream> EncryptAsync(Stream destination, IBackupRecipients recipients, CancellationToken cancellationToken)
    {
        var to = (AgeRecipients)recipients;
        // A passphrase takes a second of computing.
        var (beginning, key) = await Task.Run(() => Begin(to, cancellationToken), cancellationToken).ConfigureAwait(false);
        try
        {
            await destination.WriteAsync(beginning, cancellationToken).ConfigureAwait(false);
            return new AgeEncryptingStream(destination, key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    public async Task<Stream> DecryptAsync(Stream source, IBackupKeys keys, CancellationToken cancellationToken)
    {
        var beginning = new byte[1];
        var count = await source.ReadAsync(beginning, cancellationToken).ConfigureAwait(false);
        var isArmored = count > 0 && beginning[0] is (byte)'-' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
        return await DecryptAsync(source, beginning.AsMemory(0, count), isArmored, keys, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadableContent> OpenAsync(
        Func<long, CancellationToken, Task<Stream>> source, long length, IBackupKeys keys, CancellationToken cancellationToken)
    {
        var file = await source(0, cancellationToken).ConfigureAwait(false);
        PayloadKey key;
        long start;
        await using (file.ConfigureAwait(false))
        {
            var reader = new HeaderReader(file, default);
            key = await OpenHeaderAsync(reader, keys, cancellationToken).ConfigureAwait(false);
            start = reader.Position;
        }

        try
        {
            var content = new AgeContent(source, PayloadLayout.For(start, length), key);
            await content.VerifyEndAsync(cancellationToken).ConfigureAwait(false);
            return content;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    public BackupKey CreateKeyFile(string path, DateTimeOffset created) => IdentityFile.Create(path, created);

    /// <summary>Opens a stream of which it is known whether it is armored.</summary>
    internal static async Task<Stream> DecryptAsync(
        Stream source, ReadOnlyMemory<byte> beginning, bool isArmored, IBackupKeys keys, CancellationToken cancellationToken)
    {
        if (isArmored) (source, beginning) = (new ArmorReader(source, beginning), default);
        var reader = new HeaderReader(source, beginning);
        var key = await OpenHeaderAsync(reader, keys, cancellationToken).ConfigureAwait(false);
        return new SequentialPlaintext(source, reader.Remainder, key);
    }

    private static async Task<PayloadKey> OpenHeaderAsync(HeaderReader reader, IBackupKeys keys, CancellationToken cancellationToken)
    {
        var header = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var nonce = await reader.ReadNonceAsync(cancellationToken).ConfigureAwait(false);
        return await Task.Run(Unwrap, cancellationToken).ConfigureAwait(false);

        PayloadKey Unwrap()
        {
            Span<byte> fileKey = stackalloc byte[AgeHeader.FileKeySize];
            try
            {
                ((AgeKeys)keys).Unwrap(header, fileKey, cancellationToken);
                return new PayloadKey(fileKey, nonce);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(fileKey);
            }
        }
    }

    private static (byte[] Beginning, PayloadKey Key) Begin(AgeRecipients recipients, CancellationToken cancellationToken)
    {
        Span<byte> fileKey = stackalloc byte[AgeHeader.FileKeySize];
        try
        {
            RandomNumberGenerator.Fill(fileKey);
            var nonce = RandomNumberGenerator.GetBytes(PayloadKey.NonceSize);
            return ([.. recipients.EncodeHeader(fileKey, cancellationToken), .. nonce], new PayloadKey(fileKey, nonce));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(fileKey);
        }
    }

    private static byte[] Utf8(SecretText text)
    {
        if (text.Characters.Length == 0) throw new DrException(ErrorTable.KeyInvalid, $"the passphrase ({text.Origin}) is empty");
        var bytes = GC.AllocateArray<byte>(Encoding.UTF8.GetByteCount(text.Characters), pinned: true);
        Encoding.UTF8.GetBytes(text.Characters, bytes);
        return bytes;
    }
}

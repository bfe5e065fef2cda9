using System.Text;
using EventLinkDr.Adapters.Age;
using EventLinkDr.Streams;

namespace EventLinkDr.TestKit;

/// <summary>A key pair of a test's own, in a file that goes when the test is done.</summary>
public sealed class TestKeys : IDisposable
{
    private readonly AgeCipher _cipher = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("eventlinkdr-key-").FullName;

    private TestKeys()
    {
        IdentityFile = Path.Combine(_directory, "key.txt");
        Recipient = _cipher.CreateKeyFile(IdentityFile, DateTimeOffset.UtcNow).Recipient;
    }

    public string IdentityFile { get; }

    public string Recipient { get; }

    public static TestKeys Create() => new();

    public BackupEncryption Encryption() => new(_cipher, _cipher.ReadRecipients([Recipient]));

    public BackupDecryption Decryption()
    {
        using var text = SecretText.From(File.ReadAllText(IdentityFile), IdentityFile);
        return new BackupDecryption(_cipher, _cipher.ReadKeys([text], []));
    }

    /// <summary>What opens files that were encrypted with a passphrase.</summary>
    public BackupDecryption Decryption(string passphrase)
    {
        using var text = SecretText.From(passphrase, "test");
        return new BackupDecryption(_cipher, _cipher.ReadKeys([], [text]));
    }

    /// <summary>With a passphrase, at a cost that suits a test.</summary>
    public BackupEncryption Encryption(string passphrase) => new(_cipher, new AgeRecipients([new ScryptRecipient(Encoding.UTF8.GetBytes(passphrase), workFactor: 10)]));

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}

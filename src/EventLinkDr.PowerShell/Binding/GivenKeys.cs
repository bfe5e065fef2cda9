using System.Management.Automation;
using System.Security;
using EventLinkDr.Operations.Encryption;
using EventLinkDr.Streams;

namespace EventLinkDr.PowerShell.Binding;

/// <summary>Keys as parameters give them, until they have been read. Disposing of it wipes the copies.</summary>
internal sealed class GivenKeys : IDisposable
{
    private readonly List<SecretText> _secrets = [];

    private GivenKeys()
    {
    }

    /// <summary>To whom a backup is to be encrypted.</summary>
    public EncryptionRequest Encryption { get; private init; } = new();

    /// <summary>What opens backups.</summary>
    public DecryptionRequest Decryption { get; private set; } = new();

    /// <summary>Reads parameters that say to whom a backup is encrypted. Only on the pipeline's thread.</summary>
    public static GivenKeys ToEncrypt(SessionState session, string[]? recipient, string[]? recipientFile, SecureString? passphrase)
    {
        var secret = passphrase is null ? null : SecretText.From(passphrase, "-Passphrase");
        var keys = new GivenKeys { Encryption = new EncryptionRequest { Recipients = recipient ?? [], RecipientFiles = Paths(session, recipientFile), Passphrase = secret } };
        if (secret is not null) keys._secrets.Add(secret);
        return keys;
    }

    /// <summary>Reads parameters that say what opens backups. Only on the pipeline's thread.</summary>
    public static GivenKeys ToDecrypt(SessionState session, string[]? identityFile, SecureString[]? identity, SecureString? passphrase)
    {
        var keys = new GivenKeys();
        foreach (var text in identity ?? []) keys._secrets.Add(SecretText.From(text, "-Identity"));
        var identities = keys._secrets.ToList();
        var phrase = passphrase is null ? null : SecretText.From(passphrase, "-Passphrase");
        if (phrase is not null) keys._secrets.Add(phrase);
        keys.Decryption = new DecryptionRequest { IdentityFiles = Paths(session, identityFile), Identities = identities, Passphrase = phrase };
        return keys;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var secret in _secrets) secret.Dispose();
    }

    private static List<string> Paths(SessionState session, string[]? paths) => [.. (paths ?? []).Select(path => ProviderPath.OfNew(session, path))];
}

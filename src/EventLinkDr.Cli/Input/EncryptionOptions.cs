using System.CommandLine;
using EventLinkDr.Operations.Encryption;

namespace EventLinkDr.Cli.Input;

/// <summary>Options that say to whom a backup is encrypted. There is none for a passphrase itself: it would stand in the list of processes.</summary>
internal sealed class EncryptionOptions
{
    private readonly Option<string[]> _recipient = new("--recipient", "-r")
    {
        Description = "Encrypt to this public key (age1…); more than one may be given.", HelpName = "key",
    };

    private readonly Option<string[]> _recipientFile = new("--recipient-file") { Description = "Encrypt to the public keys in this file.", HelpName = "file" };

    private readonly Option<string?> _passphraseFile = new("--passphrase-file") { Description = "Encrypt with the passphrase in the first line of this file.", HelpName = "file" };

    /// <param name="command">The command that has them.</param>
    /// <param name="allowsPassphrase">Whether a passphrase can take the place of recipients.</param>
    public EncryptionOptions(Command command, bool allowsPassphrase)
    {
        // A copy stays byte for byte whatever the environment says.
        if (allowsPassphrase) _recipient.Description += $" Without it {KeyResolver.Recipients} and {KeyResolver.RecipientFile} count.";
        command.Options.Add(_recipient);
        command.Options.Add(_recipientFile);
        if (allowsPassphrase) command.Options.Add(_passphraseFile);
        else _passphraseFile = null!;
    }

    /// <summary>For rules about options together.</summary>
    public Option[] RecipientOptions => [_recipient, _recipientFile];

    public EncryptionRequest Read(ParseResult parsed) => new()
    {
        Recipients = parsed.GetValue(_recipient) ?? [],
        RecipientFiles = parsed.GetValue(_recipientFile) ?? [],
        PassphraseFile = _passphraseFile is null ? null : parsed.GetValue(_passphraseFile),
    };
}

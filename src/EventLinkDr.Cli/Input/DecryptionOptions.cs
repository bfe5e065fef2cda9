using System.CommandLine;
using EventLinkDr.Operations.Encryption;

namespace EventLinkDr.Cli.Input;

/// <summary>Options that name what opens encrypted backups.</summary>
internal sealed class DecryptionOptions
{
    private readonly Option<string[]> _identityFile = new("--identity-file", "-i")
    {
        Description = $"File with the secret key of an encrypted backup. Without it {KeyResolver.IdentityFile} counts.", HelpName = "file",
    };

    private readonly Option<string?> _passphraseFile = new("--passphrase-file")
    {
        Description = $"File whose first line is the passphrase of an encrypted backup. Without it {KeyResolver.PassphraseFile} counts.", HelpName = "file",
    };

    public DecryptionOptions(Command command)
    {
        command.Options.Add(_identityFile);
        command.Options.Add(_passphraseFile);
    }

    /// <summary>For rules about options together.</summary>
    public Option[] All => [_identityFile, _passphraseFile];

    /// <summary>Whether a key is named on the command line.</summary>
    public bool AreGiven(ParseResult parsed) => !Read(parsed).IsEmpty;

    public DecryptionRequest Read(ParseResult parsed) => new() { IdentityFiles = parsed.GetValue(_identityFile) ?? [], PassphraseFile = parsed.GetValue(_passphraseFile) };
}

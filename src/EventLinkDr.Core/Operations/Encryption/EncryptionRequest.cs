using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Encryption;

/// <summary>To whom somebody wants a backup encrypted. With nothing in it the environment decides.</summary>
public sealed record EncryptionRequest
{
    /// <summary>Public keys.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>Files with a public key on each line.</summary>
    public IReadOnlyList<string> RecipientFiles { get; init; } = [];

    /// <summary>A passphrase in their place; disposed of by the caller.</summary>
    public SecretText? Passphrase { get; init; }

    /// <summary>A file whose first line is the passphrase.</summary>
    public string? PassphraseFile { get; init; }
}

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

    /// <summary>Whether nothing is in it.</summary>
    public bool IsEmpty => Recipients.Count == 0 && RecipientFiles.Count == 0 && Passphrase is null && PassphraseFile is null;
}

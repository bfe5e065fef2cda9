using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Encryption;

/// <summary>What somebody gives to open encrypted backups with. With nothing in it the environment decides.</summary>
public sealed record DecryptionRequest
{
    /// <summary>Identity files.</summary>
    public IReadOnlyList<string> IdentityFiles { get; init; } = [];

    /// <summary>Texts of identities; disposed of by the caller.</summary>
    public IReadOnlyList<SecretText> Identities { get; init; } = [];

    /// <summary>A passphrase; disposed of by the caller.</summary>
    public SecretText? Passphrase { get; init; }

    /// <summary>A file whose first line is the passphrase.</summary>
    public string? PassphraseFile { get; init; }

    /// <summary>Whether anything is in it.</summary>
    public bool IsEmpty => IdentityFiles.Count == 0 && Identities.Count == 0 && Passphrase is null && PassphraseFile is null;
}

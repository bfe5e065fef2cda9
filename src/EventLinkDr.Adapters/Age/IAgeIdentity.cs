namespace EventLinkDr.Adapters.Age;

/// <summary>Something that opens files: a secret key, a passphrase.</summary>
internal interface IAgeIdentity : IDisposable
{
    /// <summary>Unwraps the file key from a stanza of its kind; false when the stanza is for somebody else.</summary>
    /// <exception cref="AgeException">The stanza breaks the rules of its kind.</exception>
    bool TryUnwrap(Stanza stanza, Span<byte> fileKey, CancellationToken cancellationToken);
}

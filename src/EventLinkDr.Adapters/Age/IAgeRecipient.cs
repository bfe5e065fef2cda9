namespace EventLinkDr.Adapters.Age;

/// <summary>Somebody a file is encrypted to.</summary>
internal interface IAgeRecipient
{
    /// <summary>Wraps a file key for them.</summary>
    Stanza Wrap(ReadOnlySpan<byte> fileKey, CancellationToken cancellationToken);
}

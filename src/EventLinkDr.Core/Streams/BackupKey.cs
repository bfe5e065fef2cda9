namespace EventLinkDr.Streams;

/// <summary>A key pair that was made: where its secret half lies, and its public half.</summary>
/// <param name="Path">The identity file. Keep a copy off the host: without it no backup encrypted to the recipient can be restored.</param>
/// <param name="Recipient">The public key, for <c>-Recipient</c>; no secret.</param>
/// <param name="Created">When it was made (UTC).</param>
public sealed record BackupKey(string Path, string Recipient, DateTimeOffset Created)
{
    /// <summary>The public key, which is no secret.</summary>
    public override string ToString() => Recipient;
}

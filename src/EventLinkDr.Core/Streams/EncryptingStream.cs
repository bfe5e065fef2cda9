namespace EventLinkDr.Streams;

/// <summary>
/// Encrypts what is written to it. Closing it is not completing it: output that broke off must never pass for whole,
/// so the end mark is written on request only.
/// </summary>
public abstract class EncryptingStream : Stream
{
    /// <summary>Writes what is left and the end mark; nothing can be written afterwards.</summary>
    public abstract void Complete();

    /// <inheritdoc cref="Complete"/>
    public abstract Task CompleteAsync(CancellationToken cancellationToken);
}

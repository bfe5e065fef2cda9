namespace EventLinkDr.Streams;

/// <summary>Writes to one stream after another, none of which it owns. For one thread.</summary>
internal sealed class SwitchedStream(Stream first) : WriteOnlyStream
{
    /// <summary>Where the next bytes go.</summary>
    public Stream Target { get; set; } = first;

    public override void Write(ReadOnlySpan<byte> buffer) => Target.Write(buffer);
}

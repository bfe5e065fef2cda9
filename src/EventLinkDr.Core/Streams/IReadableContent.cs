namespace EventLinkDr.Streams;

/// <summary>Content that can be read from any offset, by several readers at once. Readers opened before it is disposed of must not be used after.</summary>
public interface IReadableContent : IDisposable
{
    /// <summary>Length in bytes.</summary>
    long Length { get; }

    /// <summary>Opens a reader from an offset to the end; it only moves forward.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset is negative or beyond the end.</exception>
    Task<Stream> OpenReadAsync(long offset, CancellationToken cancellationToken);
}

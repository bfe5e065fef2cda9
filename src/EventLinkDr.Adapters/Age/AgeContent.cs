using EventLinkDr.Streams;

namespace EventLinkDr.Adapters.Age;

/// <summary>The content of an encrypted file of known length, readable from any offset.</summary>
internal sealed class AgeContent(Func<long, CancellationToken, Task<Stream>> source, PayloadLayout layout, PayloadKey key) : IReadableContent
{
    public long Length => layout.PlainLength;

    public async Task<Stream> OpenReadAsync(long offset, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length);
        // The end of the content may lie on the end of its last chunk.
        var chunk = Math.Min(offset / PayloadKey.ChunkSize, layout.Chunks - 1);
        var reader = new ContentReader(await source(layout.OffsetOf(chunk), cancellationToken).ConfigureAwait(false), layout, key, chunk);
        try
        {
            await reader.StartAsync((int)(offset - chunk * PayloadKey.ChunkSize), cancellationToken).ConfigureAwait(false);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Verifies the last chunk: only with it is the length known to be the true one.</summary>
    public async Task VerifyEndAsync(CancellationToken cancellationToken)
    {
        var end = await OpenReadAsync(Length, cancellationToken).ConfigureAwait(false);
        await end.DisposeAsync().ConfigureAwait(false);
    }

    public void Dispose() => key.Dispose();
}

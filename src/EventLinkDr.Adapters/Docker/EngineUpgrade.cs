namespace EventLinkDr.Adapters.Docker;

/// <summary>A connection that has left HTTP: raw bytes both ways.</summary>
/// <param name="owner">Owns the connection.</param>
/// <param name="stream">What is to be read and written; holds bytes that came with the answer's head.</param>
/// <param name="connection">What lies under it; knows how to close one half.</param>
internal sealed class EngineUpgrade(IDisposable owner, Stream stream, EngineConnection connection) : IAsyncDisposable
{
    public Stream Stream => stream;

    public ValueTask CloseSendingAsync(CancellationToken cancellationToken) => connection.CloseSendingAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync().ConfigureAwait(false);
        await connection.Stream.DisposeAsync().ConfigureAwait(false);
        owner.Dispose();
    }
}

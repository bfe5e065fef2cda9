using System.Diagnostics;
using System.Text.Json;
using EventLinkDr.Hosting;

namespace EventLinkDr.Adapters.Docker;

/// <summary>A program started by the engine's exec call.</summary>
internal sealed class EngineExec(EngineHttp http, string id, EngineUpgrade connection, bool hasInput) : IContainerExec
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(30);

    private readonly FrameReader _frames = new(connection.Stream);
    private bool _outputEnded;
    private bool _inputClosed;

    public string Id => id;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (!hasInput) throw new InvalidOperationException("The program was started without its input attached.");
        try
        {
            await connection.Stream.WriteAsync(data, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw http.Unreachable(error);
        }
    }

    public async ValueTask CloseInputAsync(CancellationToken cancellationToken)
    {
        if (_inputClosed) return;
        _inputClosed = true;
        try
        {
            await connection.CloseSendingAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The other side has closed first: the program sees no more of its input either way.
        }
    }

    public async ValueTask<ContainerOutput> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            var piece = await _frames.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            _outputEnded |= piece.Count == 0;
            return piece;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw http.Unreachable(error);
        }
    }

    public async Task<bool> IsRunningAsync(CancellationToken cancellationToken) =>
        (await http.GetJsonAsync($"/exec/{id}/json", null, cancellationToken).ConfigureAwait(false)).Flag("Running");

    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(5); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            // There is no call that waits for an exec; the exit code appears a moment after the streams have ended.
            var state = await http.GetJsonAsync($"/exec/{id}/json", null, cancellationToken).ConfigureAwait(false);
            if (!state.Flag("Running") && state.Member("ExitCode").ValueKind == JsonValueKind.Number) return (int)state.Number("ExitCode");
            // Both streams at their end and the program goes on: then it was the connection that ended, and what was read may not be all.
            if (_outputEnded && Stopwatch.GetElapsedTime(start) > LongestGoodbye)
                throw http.Unreachable(new EndOfStreamException("the output ended before the program did"));
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}

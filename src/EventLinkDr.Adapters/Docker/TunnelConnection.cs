using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using EventLinkDr.Hosting;

namespace EventLinkDr.Adapters.Docker;

/// <summary>One connection through a container: bytes both ways, either half closed alone, the program in the container ended in any case.</summary>
internal sealed class TunnelConnection(IContainerExec exec, Socket client)
{
    private const int BufferSize = 64 * 1024;

    private readonly StringBuilder _errors = new();

    /// <summary>Carries a connection until both sides have closed it, or one has gone, or it is cancelled.</summary>
    public static async Task CarryAsync(IContainerHost host, string container, TunnelRelay relay, Socket client, CancellationToken cancellationToken)
    {
        var exec = await host.ExecAsync(container, relay.Command, cancellationToken).ConfigureAwait(false);
        var connection = new TunnelConnection(exec, client);
        var ended = false;
        try
        {
            await connection.CarryAsync(cancellationToken).ConfigureAwait(false);
            ended = true;
        }
        finally
        {
            await exec.DisposeAsync().ConfigureAwait(false);
            if (!ended) await ExecEnd.EnsureAsync(host, container, exec, connection.ProcessId).ConfigureAwait(false);
        }
    }

    /// <summary>What the relay said first; null when it did not come so far.</summary>
    private int? ProcessId =>
        _errors.ToString().Split('\n') is [var first, _, ..] && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private async Task CarryAsync(CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var up = CarryUpAsync(over);
        try
        {
            await CarryDownAsync(over.Token).ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await up.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>From the client into the container.</summary>
    private async Task CarryUpAsync(CancellationTokenSource over)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int count;
            while ((count = await client.ReceiveAsync(buffer, over.Token).ConfigureAwait(false)) > 0)
                await exec.WriteAsync(buffer.AsMemory(0, count), over.Token).ConfigureAwait(false);
            await exec.CloseInputAsync(over.Token).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // The client is gone altogether, not only done with sending: nobody waits for the answer any more.
            await over.CancelAsync().ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>From the container to the client; the end means that the program there has ended.</summary>
    private async Task CarryDownAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (true)
            {
                var (channel, count) = await exec.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (count == 0) break;
                if (channel == ContainerChannel.Error)
                {
                    if (_errors.Length < 1000) _errors.Append(Encoding.UTF8.GetString(buffer, 0, count));
                    continue;
                }

                for (var sent = 0; sent < count;)
                    sent += await client.SendAsync(buffer.AsMemory(sent, count - sent), cancellationToken).ConfigureAwait(false);
            }

            client.Shutdown(SocketShutdown.Send);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

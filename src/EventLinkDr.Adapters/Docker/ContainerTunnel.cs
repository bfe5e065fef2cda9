using System.Net;
using System.Net.Sockets;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;

namespace EventLinkDr.Adapters.Docker;

/// <summary>
/// A listener on loopback that carries each connection through a program in the container to a port there: for a database whose port is not
/// published. Disposed, every connection is cut and every program it started has ended.
/// </summary>
internal sealed class ContainerTunnel : IAsyncDisposable
{
    private readonly IContainerHost _host;
    private readonly string _container;
    private readonly TunnelRelay _relay;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Task> _connections = [];
    private readonly Task _accepting;

    private ContainerTunnel(IContainerHost host, string container, TunnelRelay relay)
    {
        _host = host;
        _container = container;
        _relay = relay;
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where to connect to.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Opens one.</summary>
    /// <param name="host">Engine.</param>
    /// <param name="container">A running container.</param>
    /// <param name="port">Port on its loopback interface.</param>
    /// <param name="cancellationToken">Stops the opening only.</param>
    /// <exception cref="DrException"><c>ContainerUnreachable</c>: it holds no program that could carry a connection.</exception>
    public static async Task<ContainerTunnel> OpenAsync(IContainerHost host, string container, int port, CancellationToken cancellationToken) =>
        new(host, container, await TunnelRelay.FindAsync(host, container, port, cancellationToken).ConfigureAwait(false));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        Task[] open;
        lock (_connections) open = [.. _connections];
        await Task.WhenAll(open).ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptSocketAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // A client that went away while it waited.
                continue;
            }

            // The database may trust its own loopback interface: the tunnel must not lend that trust to other users of this host.
            if (!LoopbackPeer.IsOurs(client))
            {
                client.Dispose();
                continue;
            }

            var connection = Task.Run(() => CarryAsync(client), CancellationToken.None);
            lock (_connections) _connections.Add(connection);
            _ = connection.ContinueWith(ended =>
            {
                lock (_connections) _connections.Remove(ended);
            }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task CarryAsync(Socket client)
    {
        client.NoDelay = true;
        using (client)
        {
            try
            {
                await TunnelConnection.CarryAsync(_host, _container, _relay, client, _stop.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (error is DrException or OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // The client learns of it by the end of its connection, which is what a direct one would show too.
            }
        }
    }
}

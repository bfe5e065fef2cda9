using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EventLinkDr.TestKit;

/// <summary>A way to the server that can be cut: to the server it then looks as if the client had been killed, and the client reaches nothing any more.</summary>
public sealed class CutOffProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _connections = [];
    private readonly int _port;
    private volatile bool _cut;

    /// <param name="port">Port of the server on loopback.</param>
    public CutOffProxy(int port)
    {
        _port = port;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Cut()
    {
        _cut = true;
        foreach (var connection in _connections) connection.Close();
    }

    public void Dispose()
    {
        Cut();
        _listener.Stop();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                if (_cut) client.Close();
                else _ = ForwardAsync(client);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            _connections.Add(client);
            _connections.Add(server);
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _port);
                if (_cut) return;
                client.NoDelay = server.NoDelay = true;
                await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
            }
            catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // One side is gone; so is the other.
            }
        }
    }
}

using System.Net;
using System.Net.Sockets;

namespace EventLinkDr.TestKit.Docker;

/// <summary>A TCP listener before an engine's socket that knows how many connections are open, and can cut them.</summary>
internal sealed class EngineProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _socket;
    private readonly Task _accepting;
    private readonly HashSet<Socket> _open = [];

    public EngineProxy(string socket)
    {
        _socket = socket;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Its address as in <c>DOCKER_HOST</c>.</summary>
    public string Address => "tcp://" + _listener.LocalEndpoint;

    /// <summary>Connections that clients have not closed.</summary>
    public int Open
    {
        get { lock (_open) return _open.Count; }
    }

    /// <summary>Cuts every connection.</summary>
    public void Cut()
    {
        lock (_open)
            foreach (var client in _open) client.Close(0);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Cut();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = CarryAsync(await _listener.AcceptSocketAsync());
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task CarryAsync(Socket client)
    {
        lock (_open) _open.Add(client);
        using var engine = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await engine.ConnectAsync(new UnixDomainSocketEndPoint(_socket));
            var down = CopyAsync(engine, client);
            await CopyAsync(client, engine);
            await down;
        }
        finally
        {
            client.Close();
            lock (_open) _open.Remove(client);
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        try
        {
            var buffer = new byte[65536];
            int count;
            while ((count = await from.ReceiveAsync(buffer)) > 0)
                for (var sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            to.Close();
            from.Close();
        }
    }
}

using System.IO.Pipes;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Versioning;

namespace EventLinkDr.Adapters.Docker;

/// <summary>Opens connections to an engine.</summary>
internal static class EngineConnector
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async ValueTask<EngineConnection> ConnectAsync(EngineAddress address, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            return address.Transport switch
            {
                EngineTransport.NamedPipe when OperatingSystem.IsWindows() => await ConnectPipeAsync(address, deadline.Token).ConfigureAwait(false),
                EngineTransport.NamedPipe => throw new IOException("named pipes are for Windows"),
                EngineTransport.UnixSocket => await ConnectUnixAsync(address, deadline.Token).ConfigureAwait(false),
                _ => await ConnectTcpAsync(address, deadline.Token).ConfigureAwait(false),
            };
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"no connection within {Patience.TotalSeconds:0} s", error);
        }
    }

    private static async Task<EngineConnection> ConnectUnixAsync(EngineAddress address, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(address.Path), cancellationToken).ConfigureAwait(false);
            return OverSocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<EngineConnection> ConnectTcpAsync(EngineAddress address, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Path, address.Port, cancellationToken).ConfigureAwait(false);
            return address.CertificateDirectory is { } directory
                ? await SecureAsync(socket, address.Path, directory, cancellationToken).ConfigureAwait(false)
                : OverSocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static EngineConnection OverSocket(Socket socket) => new(new NetworkStream(socket, ownsSocket: true), _ =>
    {
        socket.Shutdown(SocketShutdown.Send);
        return ValueTask.CompletedTask;
    });

    private static async Task<EngineConnection> SecureAsync(Socket socket, string host, string directory, CancellationToken cancellationToken)
    {
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await tls.AuthenticateAsClientAsync(EngineCertificates.Load(directory, host), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        // TLS has an end mark of its own; a bare TCP shutdown would look like a cut connection.
        return new EngineConnection(tls, async _ => await tls.ShutdownAsync().ConfigureAwait(false));
    }

    /// <summary>Untested: no Windows machine was at hand.</summary>
    [SupportedOSPlatform("windows")]
    private static async Task<EngineConnection> ConnectPipeAsync(EngineAddress address, CancellationToken cancellationToken)
    {
        var pipe = new NamedPipeClientStream(".", address.Path, PipeDirection.InOut, PipeOptions.Asynchronous);
        try
        {
            await pipe.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return new EngineConnection(pipe, _ =>
            {
                NamedPipeEnd.Write(pipe.SafePipeHandle);
                return ValueTask.CompletedTask;
            });
        }
        catch
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}

using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using EventLinkDr.Hosting;

namespace EventLinkDr.Adapters.Docker;

/// <summary>The way to a port of a container: its own address, else a published port, else a tunnel. Disposed, the tunnel ends.</summary>
internal sealed class ContainerRoute : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ContainerTunnel? _tunnel;

    private ContainerRoute(string host, int port, string description, ContainerTunnel? tunnel = null)
    {
        Host = host;
        Port = port;
        Description = description;
        _tunnel = tunnel;
    }

    /// <summary>Address to connect to.</summary>
    public string Host { get; }

    /// <summary>Port to connect to.</summary>
    public int Port { get; }

    /// <summary>For a person: <c>container eventlink-db-1 at 172.18.0.2:5432</c>.</summary>
    public string Description { get; }

    /// <summary>Finds the fastest way that is open.</summary>
    /// <exception cref="Diagnostics.DrException"><c>ContainerUnreachable</c>.</exception>
    public static async Task<ContainerRoute> OpenAsync(IContainerHost host, ContainerDetails container, int port, CancellationToken cancellationToken)
    {
        foreach (var network in container.Networks)
        {
            if (network.Address is { } address && IsLocal(network) && await AnswersAsync(address, port, cancellationToken).ConfigureAwait(false))
                return new ContainerRoute(address, port, $"container {container.Name} at {address}:{port}");
        }

        foreach (var published in container.Ports.Where(entry => entry.Port == port))
        {
            var address = published.HostAddress is "0.0.0.0" or "::" or "" ? host.PortHost : published.HostAddress;
            if (await AnswersAsync(address, published.HostPort, cancellationToken).ConfigureAwait(false))
                return new ContainerRoute(address, published.HostPort, $"container {container.Name} at its published port {address}:{published.HostPort}");
        }

        var tunnel = await ContainerTunnel.OpenAsync(host, container.Id, port, cancellationToken).ConfigureAwait(false);
        return new ContainerRoute(tunnel.EndPoint.Address.ToString(), tunnel.EndPoint.Port, $"container {container.Name} through the engine", tunnel);
    }

    public ValueTask DisposeAsync() => _tunnel?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>An internal network need not have a gateway; then the address itself must lie in a network of this machine.</summary>
    private static bool IsLocal(ContainerNetwork network) => network.Gateway is null ? IsInLocalNetwork(network.Address) : IsLocalBridge(network.Gateway);

    internal static bool IsInLocalNetwork(string? address) =>
        IPAddress.TryParse(address, out var one) && NetworkInterface.GetAllNetworkInterfaces().Where(link => link.OperationalStatus == OperationalStatus.Up)
            .SelectMany(link => link.GetIPProperties().UnicastAddresses).Any(own => own.Address.AddressFamily == one.AddressFamily && SharePrefix(own.Address, one, own.PrefixLength));

    private static bool SharePrefix(IPAddress first, IPAddress second, int length)
    {
        var (a, b) = (first.GetAddressBytes(), second.GetAddressBytes());
        return Enumerable.Range(0, length).All(bit => ((a[bit / 8] ^ b[bit / 8]) >> (7 - (bit % 8)) & 1) == 0);
    }

    /// <summary>
    /// Whether the network's gateway is an interface of this machine. Otherwise the engine's host is another machine (Docker Desktop's too), and
    /// the same private address may belong to somebody else here.
    /// </summary>
    internal static bool IsLocalBridge(string? gateway) =>
        IPAddress.TryParse(gateway, out var address) && NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(link => link.GetIPProperties().UnicastAddresses).Any(own => own.Address.Equals(address));

    private static async Task<bool> AnswersAsync(string address, int port, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address, port, deadline.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (error is SocketException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}

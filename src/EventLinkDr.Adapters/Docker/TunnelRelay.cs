using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;

namespace EventLinkDr.Adapters.Docker;

/// <summary>
/// The program in a container that carries its standard streams to a port there. It leaves no orphan: the server is usually process 1 of the
/// container, and takes an orphan that a signal ended for one of its own that crashed, upon which it ends every session.
/// </summary>
/// <param name="Command">Its first line on standard error is its process id in the container.</param>
internal sealed record TunnelRelay(ContainerCommand Command)
{
    private const string Probe = "if command -v nc >/dev/null 2>&1; then echo nc; elif command -v bash >/dev/null 2>&1; then echo bash; fi";

    private const string Netcat = "echo $$ >&2; exec nc 127.0.0.1 \"$1\"";

    // bash cannot close one half of a socket: when the client has said its last, the server gets five seconds to end the connection by itself.
    private const string Bash = """
        echo $$ >&2
        exec 4<&0
        exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
        cat <&3 4<&- & down=$!
        cat <&4 >&3 4<&- & up=$!
        exec 3>&- 4<&- </dev/null
        trap 'kill $down $up $timer 2>/dev/null; wait' EXIT
        trap exit TERM
        wait -n $down $up
        if kill -0 $down 2>/dev/null; then
            sleep 5 & timer=$!
            wait -n $down $timer
        fi
        exit 0
        """;

    /// <summary>Looks what the container holds.</summary>
    /// <exception cref="DrException"><c>ContainerUnreachable</c>: nothing that could do it.</exception>
    public static async Task<TunnelRelay> FindAsync(IContainerHost host, string container, int port, CancellationToken cancellationToken)
    {
        var (_, found, _) = await ContainerProgram.RunAsync(host, container, new ContainerCommand("sh", "-c", Probe), cancellationToken).ConfigureAwait(false);
        var number = port.ToString(CultureInfo.InvariantCulture);
        return found.Trim() switch
        {
            "nc" => new TunnelRelay(new ContainerCommand("sh", "-c", Netcat, "sh", number) { AttachInput = true }),
            "bash" => new TunnelRelay(new ContainerCommand("bash", "-c", Bash, "bash", number) { AttachInput = true }),
            _ => throw new DrException(ErrorTable.ContainerUnreachable, $"container {container} holds neither nc nor bash to carry a connection") { Subject = container },
        };
    }
}

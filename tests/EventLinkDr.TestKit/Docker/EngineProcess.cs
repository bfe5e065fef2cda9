using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using EventLinkDr.Adapters.Docker;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.TestKit.Docker;

/// <summary>A Docker engine of its own: socket, data, networks and containerd apart from any other engine of the machine.</summary>
internal sealed class EngineProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _script;
    private readonly string _directory;

    private EngineProcess(Process script, string directory, int tlsPort)
    {
        _script = script;
        _directory = directory;
        Engine = new DockerEngine(EngineAddress.Parse("unix://" + Path.Combine(directory, "docker.sock"), null));
        TlsAddress = EngineAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"tcp://127.0.0.1:{tlsPort}"), Path.Combine(directory, "tls"));
    }

    public DockerEngine Engine { get; }

    /// <summary>The same engine by TCP with TLS; it demands the client's certificate.</summary>
    public EngineAddress TlsAddress { get; }

    /// <summary>What is missing for an engine here; null when nothing is.</summary>
    public static string? Missing()
    {
        if (!OperatingSystem.IsLinux()) return "an engine of our own needs Linux";
        if (Environment.UserName != "root") return "an engine of our own needs root";
        string[] programs = ["dockerd", "containerd", "runc", "iptables", "ip", "setsid"];
        return programs.FirstOrDefault(name => RootFileSystem.FindProgram(name) is null) is { } missing ? $"{missing} is not installed" : null;
    }

    /// <exception cref="InvalidOperationException">It did not start; what it wrote is in the message.</exception>
    public static async Task<EngineProcess> StartAsync(CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("eldr-").FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, "daemon.json"), "{}", cancellationToken);
        TlsFiles.Write(Path.Combine(directory, "tls"));
        var port = FreePort();
        var bridge = "eldr" + RandomNumberGenerator.GetHexString(8, lowercase: true);
        var start = new ProcessStartInfo("setsid", ["sh", "-c", EngineScript.Text, "engine", directory, bridge, FreeNetwork(), port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
        };
        var engine = new EngineProcess(Process.Start(start)!, directory, port);
        try
        {
            await engine.WaitUntilItAnswersAsync(cancellationToken);
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        _script.StandardInput.Close();
        await _script.WaitForExitAsync();
        _script.Dispose();
    }

    private async Task WaitUntilItAnswersAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        while (true)
        {
            try
            {
                await Engine.GetEngineAsync(deadline.Token);
                return;
            }
            catch (DrException error)
            {
                if (_script.HasExited || deadline.IsCancellationRequested) throw new InvalidOperationException("The engine did not start: " + Log(), error);
                await Task.Delay(100, CancellationToken.None);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new InvalidOperationException("The engine did not answer in time: " + Log());
            }
        }
    }

    private string Log() => string.Join(" | ", new[] { "containerd.log", "engine.log" }.Select(name => Path.Combine(_directory, name))
        .Where(File.Exists).SelectMany(file => File.ReadLines(file).TakeLast(5)));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>First two numbers of a 10.x.0.0/16 that no interface of this machine is in.</summary>
    private static string FreeNetwork()
    {
        var taken = NetworkInterface.GetAllNetworkInterfaces().SelectMany(link => link.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address.GetAddressBytes()).Where(bytes => bytes is [10, _, _, _]).Select(bytes => (int)bytes[1]).ToHashSet();
        int second;
        do second = RandomNumberGenerator.GetInt32(64, 250); while (taken.Contains(second));
        return $"10.{second}";
    }
}

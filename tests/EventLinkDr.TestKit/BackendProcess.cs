using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EventLinkDr.Model;

namespace EventLinkDr.TestKit;

/// <summary>The stand-in backend as a process of this host, on a free port.</summary>
public sealed class BackendProcess : IAsyncDisposable
{
    private readonly Process _process;
    private bool _ended;

    private BackendProcess(Process process, Uri root)
    {
        _process = process;
        Root = root;
    }

    /// <summary>Root of its API.</summary>
    public Uri Root { get; }

    /// <summary>Starts it and waits until it answers.</summary>
    public static async Task<BackendProcess> StartAsync(EventLinkTarget target, params (string Name, string Value)[] environment)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Assembly);
        start.ArgumentList.Add("serve");
        start.Environment["DATABASE_URL"] = UrlOf(target);
        start.Environment["PORT"] = port.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        _ = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        var backend = new BackendProcess(process, new Uri($"http://127.0.0.1:{port}/"));
        using var http = new HttpClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(backend.Root, "api/health"));
                return backend;
            }
            catch (HttpRequestException) when (attempt < 200 && !process.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>The application's own form of a connection string.</summary>
    public static string UrlOf(EventLinkTarget target) =>
        $"postgresql+psycopg2://{Uri.EscapeDataString(target.Username)}:{Uri.EscapeDataString(target.Password!)}@{target.Host}:{target.Port}/{Uri.EscapeDataString(target.Database)}";

    public async ValueTask DisposeAsync()
    {
        if (_ended) return;
        _ended = true;
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>The assembly of the stand-in, built beside the tests.</summary>
    public static string Assembly { get; } = Path.Combine(
        AppContext.BaseDirectory.Replace(System.Reflection.Assembly.GetEntryAssembly()!.GetName().Name!, Name, StringComparison.Ordinal), Name + ".dll");

    private const string Name = "EventLinkDr.StandInBackend";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

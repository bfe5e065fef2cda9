using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace EventLinkDr.TestKit;

/// <summary>Moto's server, which speaks the protocol of S3, on a port of its own; started when the first test asks for it.</summary>
public sealed class MotoFixture : IAsyncDisposable
{
    // The first release that carries it; it honours conditions, multipart abort and object lock.
    private const string Release = "trixie";

    private readonly SemaphoreSlim _gate = new(1);
    private Process? _process;
    private Uri? _service;

    /// <summary>Address of the service; the test is skipped where moto cannot be had.</summary>
    public async Task<Uri> RequireAsync()
    {
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _service ??= await StartAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _gate.Dispose();
    }

    private async Task<Uri> StartAsync()
    {
        var port = FreePort();
        string[] arguments = ["-H", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)];
        ProcessStartInfo start;
        if (ForeignProgram.Find("moto_server") is { } installed)
        {
            start = new ProcessStartInfo(installed, arguments);
        }
        else
        {
            var files = await NextDebian.RequireAsync("python3-moto", Release);
            // Debian's own interpreter: another one in PATH does not see Debian's libraries.
            start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(files, "usr", "bin", "moto_server"), .. arguments]);
            start.Environment["PYTHONPATH"] = Path.Combine(files, "usr", "lib", "python3", "dist-packages");
        }

        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        start.Environment["S3_IGNORE_SUBDOMAIN_BUCKETNAME"] = "true";
        _process = Process.Start(start)!;
        _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var said = new Queue<string>();
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (said)
            {
                said.Enqueue(line.Data ?? "");
                if (said.Count > 5) said.Dequeue();
            }
        };
        _process.BeginErrorReadLine();
        while (!await ListensAsync(port))
        {
            if (_process.HasExited)
            {
                lock (said) Assert.Skip($"moto does not start; it needs python3-boto3, python3-flask, python3-flask-cors, python3-responses and python3-xmltodict: {string.Join(' ', said)}");
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        return new Uri($"http://127.0.0.1:{port}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> ListensAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace EventLinkDr.TestKit;

/// <summary>Azurite, the stand-in for Azure Blob Storage by those who run it, on a port of its own; started when the first test asks for it.</summary>
public sealed partial class AzuriteFixture : IAsyncDisposable
{
    /// <summary>The account every Azurite has; its key is public.</summary>
    public const string Account = "devstoreaccount1";

    /// <summary>The key of that account.</summary>
    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const string Version = "3.35.0";

    private readonly SemaphoreSlim _gate = new(1);
    private Process? _process;
    private Uri? _service;

    /// <summary>Address of the account; the test is skipped where Azurite cannot be had.</summary>
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
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _gate.Dispose();
    }

    private async Task<Uri> StartAsync()
    {
        var node = ForeignProgram.Require("node", "nodejs");
        var directory = await NpmPackage.RequireAsync("azurite", Version);
        var main = Path.Combine(directory, "node_modules", "azurite", "dist", "src", "blob", "main.js");
        _process = Process.Start(new ProcessStartInfo(node, [main, "--blobHost", "127.0.0.1", "--blobPort", "0", "--inMemoryPersistence", "--silent", "--disableTelemetry"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (Address().Match(line) is not { Success: true } match) continue;
            _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return new Uri($"{match.Value}/{Account}");
        }

        throw new InvalidOperationException("Azurite ended before it listened.");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}

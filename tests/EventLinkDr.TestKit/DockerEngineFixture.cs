using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using EventLinkDr.Adapters.Docker;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.TestKit.Docker;
using Xunit;

namespace EventLinkDr.TestKit;

/// <summary>
/// One Docker engine for all tests of an assembly, started when the first test asks for it and taken away with everything in it at the end.
/// Tests that need it are skipped, with the reason, where there can be none; with EVENTLINKDR_REQUIRE_ENGINE set they fail instead.
/// </summary>
public sealed class DockerEngineFixture : IAsyncLifetime
{
    /// <summary>Password of the PostgreSQL containers.</summary>
    public const string Password = "secret";

    private readonly ConcurrentDictionary<StandInFlavour, Lazy<Task<string>>> _shared = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _images = new();
    private EngineProcess? _process;
    private string? _reason;
    private int _names;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _gate.Dispose();
    }

    /// <summary>The engine; the test is skipped when there is none.</summary>
    internal async Task<DockerEngine> RequireAsync()
    {
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_process is null && _reason is null)
            {
                _reason = EngineProcess.Missing();
                if (_reason is null) await TryStartAsync();
            }
        }
        finally
        {
            _gate.Release();
        }

        Assert.SkipWhen(_reason is not null && !EngineRequired, "no Docker engine: " + _reason);
        Assert.True(_process is not null, "no Docker engine: " + _reason);
        return _process.Engine;
    }

    /// <summary>The same engine by TCP with TLS; it demands the client's certificate.</summary>
    internal async Task<EngineAddress> RequireTlsAsync()
    {
        await RequireAsync();
        return _process!.TlsAddress;
    }

    /// <summary>The image of a stand-in for the official PostgreSQL image; made on first use.</summary>
    public async Task<string> PostgresImageAsync(StandInFlavour flavour = StandInFlavour.Alpine)
    {
        await RequireAsync();
        var missing = StandInPostgres.Missing(flavour);
        Assert.SkipWhen(missing is not null && !EngineRequired, "no image: " + missing);
        return await ImportAsync(flavour == StandInFlavour.Alpine ? "eventlinkdr-stand-in/postgres:15-alpine" : "eventlinkdr-stand-in/postgres:15",
            token => StandInPostgres.BuildAsync(flavour, token), StandInPostgres.Changes);
    }

    /// <summary>Makes an image of any kind, once per name.</summary>
    /// <returns>The name.</returns>
    public async Task<string> ImportAsync(string name, Func<CancellationToken, Task<RootFileSystem>> build, IReadOnlyCollection<string> changes)
    {
        var engine = await RequireAsync();
        await _images.GetOrAdd(name, _ => new Lazy<Task<string>>(async () =>
        {
            var files = await build(CancellationToken.None);
            // A file, because a pipe would hide a failure of the writer behind one of the reader.
            await using var archive = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
            await files.WriteAsync(archive, CancellationToken.None);
            archive.Position = 0;
            return await engine.ImportImageAsync(name, archive, changes, CancellationToken.None);
        })).Value;
        return name;
    }

    /// <summary>A name that no other test uses.</summary>
    public string NewName(string hint = "test") => $"{hint}-{Interlocked.Increment(ref _names)}";

    /// <summary>Creates and starts a container.</summary>
    /// <returns>Its id.</returns>
    internal async Task<string> RunAsync(string image, JsonObject configuration, string? name = null)
    {
        var engine = await RequireAsync();
        configuration["Image"] = image;
        var id = await engine.CreateAsync(name, configuration, TestContext.Current.CancellationToken);
        await engine.StartAsync(id, TestContext.Current.CancellationToken);
        return id;
    }

    /// <summary>Starts a container that only waits, with a shell to run programs in.</summary>
    internal async Task<string> RunIdleAsync(StandInFlavour flavour = StandInFlavour.Alpine) => await RunAsync(await PostgresImageAsync(flavour),
        new JsonObject { ["Entrypoint"] = new JsonArray("sleep", "100000"), ["StopSignal"] = "SIGKILL" });

    /// <summary>A PostgreSQL container for tests that only connect to it; each uses tables of its own.</summary>
    internal Task<string> SharedPostgresAsync(StandInFlavour flavour = StandInFlavour.Alpine) =>
        _shared.GetOrAdd(flavour, _ => new Lazy<Task<string>>(() => RunPostgresAsync(flavour))).Value;

    /// <summary>Starts a PostgreSQL container, user and database <c>eventlink</c>, and waits until it takes connections. No port is published.</summary>
    internal async Task<string> RunPostgresAsync(StandInFlavour flavour = StandInFlavour.Alpine, JsonObject? configuration = null, string initdb = "")
    {
        configuration ??= [];
        configuration["Env"] = new JsonArray("POSTGRES_USER=eventlink", "POSTGRES_DB=eventlink", "POSTGRES_PASSWORD=" + Password, "POSTGRES_INITDB_ARGS=--no-sync " + initdb);
        configuration["Cmd"] = new JsonArray("postgres", "-c", "fsync=off");
        configuration["StopSignal"] = "SIGINT";
        var id = await RunAsync(await PostgresImageAsync(flavour), configuration);
        await WaitForPostgresAsync(id);
        return id;
    }

    /// <summary>Waits until a PostgreSQL container takes connections.</summary>
    internal async Task WaitForPostgresAsync(string container)
    {
        var engine = await RequireAsync();
        for (var attempt = 0; ; attempt++)
        {
            var runs = true;
            try
            {
                if (await ContainerProgram.RunAsync(engine, container, new ContainerCommand("pg_isready", "-q", "-h", "127.0.0.1"),
                    TestContext.Current.CancellationToken) is (0, _, _)) return;
            }
            catch (DrException)
            {
                runs = false;
            }

            if (attempt == 300 || !runs)
            {
                var log = await engine.ReadLogAsync(container, 20, TestContext.Current.CancellationToken);
                Assert.Fail("PostgreSQL did not start: " + string.Join(" | ", log.Select(line => line.Text)));
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>
    /// Fails when the server of a container has lost its sessions: as process 1 it takes an orphan that a signal ended for one of its own.
    /// </summary>
    internal async Task AssertUnharmedAsync(string container)
    {
        var log = await (await RequireAsync()).ReadLogAsync(container, 10_000, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(log, line => line.Text.Contains("was terminated by signal", StringComparison.Ordinal)
            || line.Text.Contains("terminating any other active server processes", StringComparison.Ordinal));
    }

    private static bool EngineRequired => Environment.GetEnvironmentVariable("EVENTLINKDR_REQUIRE_ENGINE") is { Length: > 0 };

    private async Task TryStartAsync()
    {
        try
        {
            _process = await EngineProcess.StartAsync(CancellationToken.None);
        }
        catch (InvalidOperationException error)
        {
            _reason = error.Message;
        }
    }
}

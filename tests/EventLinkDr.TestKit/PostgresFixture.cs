using EventLinkDr.Adapters.Npgsql;
using EventLinkDr.Adapters.Processes;
using EventLinkDr.Model;
using EventLinkDr.Postgres;
using EventLinkDr.TestKit.Zoo;
using Xunit;

namespace EventLinkDr.TestKit;

/// <summary>One throwaway PostgreSQL server for all tests of an assembly: <c>[assembly: AssemblyFixture(typeof(PostgresFixture))]</c>.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private int _databases;
    private PrivateInstallation? _installation;

    public PostgresFixture() => Zoo = new ZooStock(this);

    internal LocalCluster Cluster { get; private set; } = null!;

    internal NpgsqlServer Server { get; private set; } = null!;

    /// <summary>Databases with every kind of object.</summary>
    public ZooStock Zoo { get; }

    /// <summary>Whether the server knows <c>eventlinkdr_zoo</c>, the extension with configuration tables.</summary>
    public bool HasExtensionOfOurs => _installation is not null;

    public async ValueTask InitializeAsync()
    {
        _installation = await PrivateInstallation.CreateAsync(ZooScripts.Extension);
        Cluster = await LocalCluster.StartAsync(
            ["fsync = off", "full_page_writes = off", "max_connections = 200", "max_prepared_transactions = 5", "wal_level = logical", "shared_buffers = 128MB"],
            major: null, _installation?.Programs, CancellationToken.None);
        Server = new NpgsqlServer(Cluster.Target with { Database = "postgres" });
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null) await Server.DisposeAsync();
        if (Cluster is not null) await Cluster.DisposeAsync();
        _installation?.Dispose();
    }

    /// <summary>The target of one database on the server.</summary>
    public EventLinkTarget Target(string database) => Cluster.Target with { Database = database };

    /// <summary>Makes an empty database of its own for a test.</summary>
    public async Task<string> CreateDatabaseAsync(string hint = "test", string options = "TEMPLATE template0")
    {
        var name = $"{hint}_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync("postgres", $"CREATE DATABASE {Sql.Name(name)} {options}");
        return name;
    }

    /// <summary>Runs SQL in a database.</summary>
    public async Task ExecuteAsync(string database, string sql)
    {
        await using var session = await Server.OpenAsync(new SessionOptions(database), TestContext.Current.CancellationToken);
        await session.ExecuteAsync(sql, TestContext.Current.CancellationToken);
    }

    /// <summary>The first column of the first row, as text; null when there is no row.</summary>
    public async Task<string?> ScalarAsync(string database, string sql)
    {
        await using var session = await Server.OpenAsync(new SessionOptions(database), TestContext.Current.CancellationToken);
        var rows = await session.QueryAsync($"SELECT scalar::text FROM ({sql}) AS q (scalar)", TestContext.Current.CancellationToken);
        return rows.Count == 0 ? null : rows[0].Text(0);
    }

    /// <summary>Waits until a query says true.</summary>
    public async Task WaitUntilAsync(string database, string condition)
    {
        for (var i = 0; i < 600; i++)
        {
            if (await ScalarAsync(database, condition) == "true") return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"This never came true: {condition}");
    }

    /// <summary>Pipes a file through psql as an operator would: <c>psql -X -v ON_ERROR_STOP=1</c>.</summary>
    public Task<ProgramResult> PsqlAsync(string database, Stream script, bool stopOnError = true) =>
        PostgresProgram.RunAsync(Cluster.Target, "psql", ["-X", "-q", "-v", $"ON_ERROR_STOP={(stopOnError ? 1 : 0)}"], database, script);

    /// <summary>What <c>pg_dump</c> with the given arguments writes.</summary>
    public async Task<string> PgDumpAsync(string database, params string[] arguments)
    {
        var result = await PostgresProgram.RunAsync(Cluster.Target, "pg_dump", arguments, database, null);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output;
    }
}

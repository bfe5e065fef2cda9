using System.Globalization;
using EventLinkDr.Adapters.Npgsql;
using EventLinkDr.Adapters.Processes;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Drill.Sample;
using EventLinkDr.Postgres;

namespace EventLinkDr.Bench;

/// <summary>A throwaway server with the sample database, and the environment that leads every tool to it over the same TCP connection.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    public const string Database = "eventlink";

    private readonly LocalCluster _cluster;
    private readonly NpgsqlServer _server;

    private BenchServer(LocalCluster cluster)
    {
        _cluster = cluster;
        _server = new NpgsqlServer(cluster.Target);
        Directory = System.IO.Directory.CreateTempSubdirectory("eventlinkdr-bench-").FullName;
        Environment = new Dictionary<string, string?>
        {
            ["PGHOST"] = cluster.Target.Host,
            ["PGPORT"] = cluster.Target.Port.ToString(CultureInfo.InvariantCulture),
            ["PGUSER"] = cluster.Target.Username,
            ["PGPASSWORD"] = cluster.Target.Password,
            ["PGDATABASE"] = Database,
            ["PGSSLMODE"] = "disable",
            ["EVENTLINKDR_STATE_DIR"] = Path.Combine(Directory, "state"),
            ["PATH"] = cluster.ProgramDirectory + Path.PathSeparator + System.Environment.GetEnvironmentVariable("PATH"),
        };
    }

    public PostgresVersion Version => _cluster.Version;

    /// <summary>Where the tools write.</summary>
    public string Directory { get; }

    public IReadOnlyDictionary<string, string?> Environment { get; }

    /// <summary>Settings of a small production server: everything durable, room for the load's write-ahead log.</summary>
    public static async Task<BenchServer> StartAsync(CancellationToken cancellationToken) =>
        new(await LocalCluster.StartAsync(["shared_buffers = 256MB", "max_wal_size = 4GB"], major: null, cancellationToken).ConfigureAwait(false));

    public async Task FillAsync(double scale, CancellationToken cancellationToken)
    {
        await RecreateAsync(Database, cancellationToken).ConfigureAwait(false);
        await SampleDatabase.FillAsync(_server, Database, scale, NullObserver.Instance, cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(Database, "VACUUM ANALYZE", cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(Database, "CHECKPOINT", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An empty database of that name, whatever was there.</summary>
    public async Task RecreateAsync(string name, CancellationToken cancellationToken)
    {
        await ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {Sql.Name(name)} WITH (FORCE)", cancellationToken).ConfigureAwait(false);
        await ExecuteAsync("postgres", $"CREATE DATABASE {Sql.Name(name)} TEMPLATE template0", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops every database but the sample, so that no run finds what another left.</summary>
    public async Task DropOthersAsync(CancellationToken cancellationToken)
    {
        var session = await _server.OpenAsync(new SessionOptions("postgres"), cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var rows = await session.QueryAsync("SELECT datname::text FROM pg_database WHERE NOT datistemplate AND datname NOT IN ('postgres', $1)", cancellationToken, Database).ConfigureAwait(false);
            foreach (var row in rows) await session.ExecuteAsync($"DROP DATABASE {Sql.Name(row.Get<string>(0))} WITH (FORCE)", cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("CHECKPOINT", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Drops a database that may not be there.</summary>
    public Task DropAsync(string name, CancellationToken cancellationToken) => ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {Sql.Name(name)} WITH (FORCE)", cancellationToken);

    /// <summary>A session of a client's own.</summary>
    public Task<IPostgresSession> OpenAsync(string database, CancellationToken cancellationToken) => _server.OpenAsync(new SessionOptions(database) { ApplicationName = "client" }, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        await _cluster.DisposeAsync().ConfigureAwait(false);
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    public async Task ExecuteAsync(string database, string sql, CancellationToken cancellationToken)
    {
        var session = await _server.OpenAsync(new SessionOptions(database), cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false)) await session.ExecuteAsync(sql, cancellationToken).ConfigureAwait(false);
    }
}

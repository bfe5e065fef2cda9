using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EventLinkDr.Adapters.Npgsql;
using EventLinkDr.Adapters.Processes;
using EventLinkDr.Model;
using EventLinkDr.Postgres;
using Xunit;

namespace EventLinkDr.TestKit;

/// <summary>A primary and a standby that streams from it: two local servers of their own. Disposed, nothing of them stays.</summary>
public sealed class StandbyPair : IAsyncDisposable
{
    public const string Database = "eventlink";

    private static readonly string[] Settings =
        ["wal_level = replica", "max_wal_senders = 5", "wal_keep_size = 256MB", "track_commit_timestamp = on", "shared_buffers = 32MB", "fsync = off", "wal_sender_timeout = 5s"];

    private readonly string _directory = Directory.CreateTempSubdirectory("eventlinkdr-standby-").FullName;

    private StandbyPair(LocalCluster primary)
    {
        PrimaryCluster = primary;
        PrimaryTarget = primary.Target with { Database = Database };
        StandbyTarget = PrimaryTarget with { Port = FreePort() };
        Primary = new NpgsqlServer(PrimaryTarget);
        Standby = new NpgsqlServer(StandbyTarget);
    }

    internal LocalCluster PrimaryCluster { get; }

    internal NpgsqlServer Primary { get; }

    internal NpgsqlServer Standby { get; }

    public EventLinkTarget PrimaryTarget { get; }

    public EventLinkTarget StandbyTarget { get; }

    private string StandbyData => Path.Combine(_directory, "data");

    /// <summary>Starts both, with an empty database <c>eventlink</c>.</summary>
    public static async Task<StandbyPair> StartAsync(CancellationToken cancellationToken)
    {
        var primary = await LocalCluster.StartAsync(Settings, major: null, cancellationToken);
        var pair = new StandbyPair(primary);
        try
        {
            // The first line that fits counts.
            var access = Path.Combine(primary.DataDirectory, "pg_hba.conf");
            await File.WriteAllTextAsync(access, "host replication streamer 127.0.0.1/32 trust\n" + await File.ReadAllTextAsync(access, cancellationToken), cancellationToken);
            await ExecuteAsync(pair.Primary, "postgres", "CREATE ROLE streamer LOGIN REPLICATION; SELECT pg_reload_conf()");
            await ExecuteAsync(pair.Primary, "postgres", $"CREATE DATABASE {Database}");
            await pair.CopyPrimaryAsync(cancellationToken);
            await pair.StartStandbyAsync(cancellationToken);
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    public Task StartStandbyAsync(CancellationToken cancellationToken) =>
        RunAsync("pg_ctl", ["-D", StandbyData, "-l", Path.Combine(_directory, "log"), "-w", "-t", "60", "start"], cancellationToken);

    public Task StopStandbyAsync(CancellationToken cancellationToken) =>
        RunAsync("pg_ctl", ["-D", StandbyData, "-m", "immediate", "-w", "stop"], cancellationToken);

    /// <summary>Lets nothing more reach the standby: the primary goes on alone.</summary>
    public async Task CutAsync()
    {
        await ExecuteAsync(Primary, "postgres", "ALTER ROLE streamer NOLOGIN; SELECT pg_terminate_backend(pid) FROM pg_stat_replication");
        while (await ScalarAsync(Primary, "SELECT count(*) FROM pg_stat_replication") != "0" || await ScalarAsync(Standby, "SELECT count(*) FROM pg_stat_wal_receiver") != "0")
            await Task.Delay(50, TestContext.Current.CancellationToken);
    }

    internal static async Task ExecuteAsync(IPostgresServer server, string database, string sql)
    {
        await using var session = await server.OpenAsync(new SessionOptions(database), TestContext.Current.CancellationToken);
        await session.ExecuteAsync(sql, TestContext.Current.CancellationToken);
    }

    /// <summary>The first column of the first row, as text.</summary>
    internal static async Task<string?> ScalarAsync(IPostgresServer server, string sql)
    {
        await using var session = await server.OpenAsync(new SessionOptions(Database), TestContext.Current.CancellationToken);
        var rows = await session.QueryAsync($"SELECT scalar::text FROM ({sql}) AS q (scalar)", TestContext.Current.CancellationToken);
        return rows.Count == 0 ? null : rows[0].Text(0);
    }

    public async ValueTask DisposeAsync()
    {
        await Primary.DisposeAsync();
        await Standby.DisposeAsync();
        if (File.Exists(Path.Combine(StandbyData, "postmaster.pid"))) await StopStandbyAsync(CancellationToken.None);
        await PrimaryCluster.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task CopyPrimaryAsync(CancellationToken cancellationToken)
    {
        if (UnprivilegedUser.Name is { } user) await ChildProcess.RunAsync("chown", [user, _directory], new Dictionary<string, string?>(), cancellationToken);
        await RunAsync("pg_basebackup", ["-D", StandbyData, "-R", "-w", "-X", "stream", "-c", "fast", "--no-sync", "-d",
            string.Create(CultureInfo.InvariantCulture, $"host=127.0.0.1 port={PrimaryTarget.Port} user=streamer application_name=standby")], cancellationToken);
        // The copy brought the primary's own lines along; the last one counts.
        await File.AppendAllLinesAsync(Path.Combine(StandbyData, "postgresql.conf"),
            [string.Create(CultureInfo.InvariantCulture, $"port = {StandbyTarget.Port}"), $"unix_socket_directories = '{_directory}'", "wal_retrieve_retry_interval = 200ms"],
            cancellationToken);
    }

    private async Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var (path, _) = (await PostgresPrograms.FindAsync(program, cancellationToken)).First(entry => entry.Version.Major == PrimaryCluster.Version.Major);
        var (command, all) = UnprivilegedUser.Wrap(path, arguments);
        var (exitCode, output, error) = await ChildProcess.RunAsync(command, all, new Dictionary<string, string?>(), cancellationToken);
        if (exitCode != 0) throw new InvalidOperationException($"{program} failed: {output} {error}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

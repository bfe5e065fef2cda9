using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Adapters.Processes;

/// <summary>A throwaway PostgreSQL server of local programs: own directory, free port, loopback only. Disposed, nothing of it stays.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private readonly string _programs;
    private readonly string _directory;
    private bool _keep;

    private LocalCluster(string programs, string directory, int port, string password, PostgresVersion version)
    {
        _programs = programs;
        _directory = directory;
        Version = version;
        Target = new EventLinkTarget
        {
            Database = "eventlink", Username = "eventlink", Password = password, Host = "127.0.0.1", Port = port, Source = TargetSource.Explicit,
        };
    }

    public EventLinkTarget Target { get; }

    public PostgresVersion Version { get; }

    /// <summary>Where its programs are.</summary>
    public string ProgramDirectory => _programs;

    /// <summary>The directory that holds data, log and password file.</summary>
    public string RootDirectory => _directory;

    /// <summary>Where initdb put the data.</summary>
    public string DataDirectory => Path.Combine(_directory, "data");

    /// <summary>Starts one on the newest local programs, or on those of a major version.</summary>
    /// <param name="settings">Lines for <c>postgresql.conf</c>.</param>
    /// <param name="major">Major version; null for the newest there is.</param>
    /// <param name="cancellationToken">Stops it; nothing stays.</param>
    /// <exception cref="DrException"><c>NoThrowawayServer</c>.</exception>
    public static Task<LocalCluster> StartAsync(IReadOnlyList<string> settings, int? major, CancellationToken cancellationToken) =>
        StartAsync(settings, major, programs: null, cancellationToken);

    /// <summary>Starts one on the programs of a certain directory.</summary>
    internal static async Task<LocalCluster> StartAsync(IReadOnlyList<string> settings, int? major, string? programs, CancellationToken cancellationToken)
    {
        var servers = await PostgresPrograms.FindAsync("postgres", cancellationToken).ConfigureAwait(false);
        var (path, version) = servers.FirstOrDefault(server => (major is null || server.Version.Major == major)
            && File.Exists(Path.Combine(Path.GetDirectoryName(server.Path)!, Path.GetFileName(server.Path).Replace("postgres", "initdb", StringComparison.Ordinal))));
        if (path is null)
            throw new DrException(ErrorTable.NoThrowawayServer, "no PostgreSQL server programs were found in PATH or in the usual places");

        var directory = ThrowawayDirectory.Create();
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var cluster = new LocalCluster(programs ?? Path.GetDirectoryName(path)!, directory, FreePort(), password, version);
        try
        {
            await cluster.InitializeAsync(password, settings, cancellationToken).ConfigureAwait(false);
            await cluster.StartServerAsync(cancellationToken).ConfigureAwait(false);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Leaves the server standing and its directory in place.</summary>
    /// <returns>Commands that reach it and that remove it. The password stands in a file only we can read, never in a command.</returns>
    public IReadOnlyList<string> Keep()
    {
        _keep = true;
        ThrowawayDirectory.Keep(_directory);
        var passwords = Path.Combine(_directory, "pgpass");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new StreamWriter(passwords, options))
            file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Target.Host}:{Target.Port}:*:{Target.Username}:{Target.Password}"));
        var (program, arguments) = UnprivilegedUser.Wrap(Path.Combine(_programs, "pg_ctl"), ["-D", DataDirectory, "-m", "fast", "stop"]);
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"PGPASSFILE={passwords} psql -h {Target.Host} -p {Target.Port} -U {Target.Username} {Target.Database}"),
            $"{program} {string.Join(' ', arguments)} && rm -r {_directory}",
        ];
    }

    /// <summary>Starts the server again after <see cref="StopServerAsync"/>.</summary>
    public Task StartServerAsync(CancellationToken cancellationToken) =>
        RunAsync("pg_ctl", ["-D", DataDirectory, "-l", Path.Combine(_directory, "log"), "-w", "-t", "60", "start"], cancellationToken);

    /// <summary>Stops the server: <c>smart</c>, <c>fast</c> or <c>immediate</c>.</summary>
    public Task StopServerAsync(string mode, CancellationToken cancellationToken) =>
        RunAsync("pg_ctl", ["-D", DataDirectory, "-m", mode, "-w", "-t", "60", "stop"], cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_keep) return;
        if (File.Exists(Path.Combine(DataDirectory, "postmaster.pid")))
        {
            try
            {
                await StopServerAsync("immediate", CancellationToken.None).ConfigureAwait(false);
            }
            catch (DrException)
            {
                // It had stopped already.
            }
        }

        Directory.Delete(_directory, recursive: true);
    }

    private async Task InitializeAsync(string password, IReadOnlyList<string> settings, CancellationToken cancellationToken)
    {
        var passwordFile = Path.Combine(_directory, "password");
        await File.WriteAllTextAsync(passwordFile, password, cancellationToken).ConfigureAwait(false);
        await GiveToServerUserAsync(cancellationToken).ConfigureAwait(false);
        await RunAsync("initdb", ["-D", DataDirectory, "-U", Target.Username, "--pwfile", passwordFile, "-A", "scram-sha-256", "-E", "UTF8",
            "--locale", "C.UTF-8", "--no-sync"], cancellationToken).ConfigureAwait(false);
        File.Delete(passwordFile);
        string[] lines =
        [
            "listen_addresses = '127.0.0.1'",
            string.Create(CultureInfo.InvariantCulture, $"port = {Target.Port}"),
            OperatingSystem.IsWindows() ? "" : $"unix_socket_directories = '{_directory}'",
            .. settings,
        ];
        await File.AppendAllLinesAsync(Path.Combine(DataDirectory, "postgresql.conf"), lines, cancellationToken).ConfigureAwait(false);
    }

    private async Task GiveToServerUserAsync(CancellationToken cancellationToken)
    {
        if (UnprivilegedUser.Name is not { } user) return;
        await ChildProcess.RunAsync("chown", ["-R", user, _directory], new Dictionary<string, string?>(), cancellationToken).ConfigureAwait(false);
    }

    private async Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var (command, all) = UnprivilegedUser.Wrap(Path.Combine(_programs, program), arguments);
        var (exitCode, output, error) = await ChildProcess.RunAsync(command, all, CleanEnvironment(), cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
        {
            throw new DrException(ErrorTable.NoThrowawayServer, $"{program} of PostgreSQL {Version} failed for a throwaway server: {(error.Length > 0 ? error : output).Trim()}");
        }
    }

    private static Dictionary<string, string?> CleanEnvironment() =>
        Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("PG", StringComparison.Ordinal))
            .ToDictionary(name => name, _ => (string?)null);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

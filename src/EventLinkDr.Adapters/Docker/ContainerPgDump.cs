using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Adapters.Docker;

/// <summary>The pg_dump of a database container, run in it.</summary>
internal sealed class ContainerPgDump : IPgDump
{
    // Ends the program when standard input ends: that happens when we stop, when we are killed and when the connection is lost. The last wait
    // is for the server's sake, which takes orphans that a signal ended for its own and restarts (see TunnelRelay). The variables are those
    // of libpq that the container may set for its own use.
    private const string Guarded = """
        unset PGHOSTADDR PGSERVICE PGSERVICEFILE PGOPTIONS PGCLIENTENCODING PGTZ PGDATESTYLE PGSSLMODE PGSSLROOTCERT PGREQUIRESSL PGPASSFILE \
            PGREQUIREAUTH PGCHANNELBINDING PGTARGETSESSIONATTRS PGGSSENCMODE PGLOCALEDIR PGSYSCONFDIR
        exec 3<&0 </dev/null
        "$@" 3<&- & program=$!
        { read -r _ <&3; kill $program; } >/dev/null 2>&1 & guard=$!
        wait $program; code=$?
        kill $guard 2>/dev/null
        wait $guard
        exit $code
        """;

    private readonly IContainerHost _host;
    private readonly ContainerDetails _container;
    private readonly EventLinkTarget _target;
    private readonly int _port;

    private ContainerPgDump(IContainerHost host, ContainerDetails container, EventLinkTarget target, int port, PostgresVersion version)
    {
        _host = host;
        _container = container;
        _target = target;
        _port = port;
        Version = version;
    }

    public string Description => $"pg_dump {Version} in container {_container.Name}";

    public PostgresVersion Version { get; }

    /// <summary>Looks for it.</summary>
    /// <param name="host">Engine.</param>
    /// <param name="container">The database container, running.</param>
    /// <param name="target">User and password.</param>
    /// <param name="port">The server's port in the container.</param>
    /// <param name="server">Version it must fit.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DrException"><c>PgDumpUnsuitable</c>.</exception>
    public static async Task<ContainerPgDump> FindAsync(IContainerHost host, ContainerDetails container, EventLinkTarget target, int port,
        PostgresVersion server, CancellationToken cancellationToken)
    {
        var (exitCode, output, _) = await ContainerProgram.RunAsync(host, container.Id, new ContainerCommand("pg_dump", "--version"), cancellationToken).ConfigureAwait(false);
        var version = exitCode == 0 ? PostgresVersion.Find(output) : null;
        if (version?.Major == server.Major) return new ContainerPgDump(host, container, target, port, version.Value);
        throw new DrException(ErrorTable.PgDumpUnsuitable, $"no pg_dump in container {container.Name} fits the server")
        {
            Expected = $"pg_dump {server.Major}",
            Found = version?.ToString() ?? "none",
            Subject = container.Name,
        };
    }

    public async Task RunAsync(string database, IReadOnlyList<string> arguments, Func<Stream, CancellationToken, Task> readOutput, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string>
        {
            ["PGHOST"] = "127.0.0.1",
            ["PGPORT"] = _port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["PGUSER"] = _target.Username,
            ["PGDATABASE"] = database,
            ["PGAPPNAME"] = "EventLinkDr pg_dump",
            ["LC_ALL"] = "C",
        };
        if (_target.Password is not null) environment["PGPASSWORD"] = _target.Password;
        var command = new ContainerCommand(["sh", "-c", Guarded, "sh", "pg_dump", "--no-password", .. arguments]) { AttachInput = true, Environment = environment };
        var exec = await _host.ExecAsync(_container.Id, command, cancellationToken).ConfigureAwait(false);
        var ended = false;
        try
        {
            var (exitCode, error) = await ContainerProgram.FinishAsync(exec, readOutput, cancellationToken).ConfigureAwait(false);
            ended = true;
            if (exitCode != 0)
                throw new DrException(ErrorTable.PgDumpFailed, $"{Description} ended with code {exitCode}: {error}") { Subject = database };
        }
        finally
        {
            await exec.DisposeAsync().ConfigureAwait(false);
            // The end of its input has told it to end; what we promise is that it has.
            if (!ended) await ExecEnd.EnsureAsync(_host, _container.Id, exec, processId: null).ConfigureAwait(false);
        }
    }
}

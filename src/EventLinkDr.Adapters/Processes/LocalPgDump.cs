using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Adapters.Processes;

/// <summary>A pg_dump installed on this host.</summary>
internal sealed class LocalPgDump(string path, PostgresVersion version, EventLinkTarget target) : IPgDump
{
    public string Description => $"pg_dump {version} at {path}";

    public PostgresVersion Version => version;

    /// <summary>Finds the newest local pg_dump of a major version.</summary>
    /// <exception cref="DrException"><c>PgDumpUnsuitable</c>.</exception>
    public static async Task<LocalPgDump> FindAsync(EventLinkTarget target, PostgresVersion server, CancellationToken cancellationToken)
    {
        var all = await PostgresPrograms.FindAsync("pg_dump", cancellationToken).ConfigureAwait(false);
        foreach (var (path, version) in all)
            if (version.Major == server.Major) return new LocalPgDump(path, version, target);
        throw new DrException(ErrorTable.PgDumpUnsuitable, "no pg_dump on this host fits the server")
        {
            Expected = $"pg_dump {server.Major}",
            Found = all.Count == 0 ? "none" : string.Join(", ", all.Select(entry => entry.Version.ToString())),
            Remedy = $"Install the PostgreSQL {server.Major} client (Debian: postgresql-client-{server.Major}).",
        };
    }

    public async Task RunAsync(string database, IReadOnlyList<string> arguments, Func<Stream, CancellationToken, Task> readOutput, CancellationToken cancellationToken)
    {
        var environment = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToDictionary(name => name, _ => (string?)null);
        environment["PGHOST"] = target.Host;
        environment["PGPORT"] = target.Port.ToString(CultureInfo.InvariantCulture);
        environment["PGUSER"] = target.Username;
        environment["PGPASSWORD"] = target.Password;
        environment["PGDATABASE"] = database;
        environment["PGSSLMODE"] = target.SslMode;
        environment["PGSSLROOTCERT"] = target.SslRootCertificate;
        environment["PGSSLCERT"] = target.SslCertificate;
        environment["PGSSLKEY"] = target.SslKey;
        environment["PGAPPNAME"] = "EventLinkDr pg_dump";
        environment["LC_ALL"] = "C";
        var (exitCode, error) = await ChildProcess.RunAsync(path, ["--no-password", .. arguments], environment, readOutput, cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
        {
            throw new DrException(ErrorTable.PgDumpFailed, $"{Description} ended with code {exitCode}: {error}") { Subject = database };
        }
    }
}

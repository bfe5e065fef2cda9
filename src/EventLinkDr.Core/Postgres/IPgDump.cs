namespace EventLinkDr.Postgres;

/// <summary>A pg_dump of the server's major version, wherever it runs.</summary>
public interface IPgDump
{
    /// <summary>For a person: <c>pg_dump 15.18 in container eventlink-db-1</c>.</summary>
    string Description { get; }

    /// <summary>Its version.</summary>
    PostgresVersion Version { get; }

    /// <summary>Runs it on a database and hands its standard output over as it comes; reads to the end or throws.</summary>
    /// <param name="database">Database to dump; connection and password are the runner's business.</param>
    /// <param name="arguments">Further arguments; never a secret.</param>
    /// <param name="readOutput">Reads standard output to its end.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <exception cref="Diagnostics.DrException"><c>PgDumpFailed</c> with the first lines it wrote to standard error.</exception>
    Task RunAsync(string database, IReadOnlyList<string> arguments, Func<Stream, CancellationToken, Task> readOutput, CancellationToken cancellationToken);
}

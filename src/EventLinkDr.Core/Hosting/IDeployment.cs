using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Hosting;

/// <summary>A target that has been reached: its server, a pg_dump that fits it, and the services round it.</summary>
public interface IDeployment : IAsyncDisposable
{
    /// <summary>What was resolved.</summary>
    EventLinkTarget Target { get; }

    /// <summary>The database server.</summary>
    IPostgresServer Server { get; }

    /// <summary>The services that hold connections (<c>backend</c>, <c>worker</c>); a control that knows none where there is no compose project.</summary>
    IServiceControl Services { get; }

    /// <summary>The engine that runs the compose project; null outside one.</summary>
    IContainerHost? Containers => null;

    /// <summary>A pg_dump of the given major version.</summary>
    /// <exception cref="Diagnostics.DrException"><c>PgDumpUnsuitable</c>, with what was found.</exception>
    Task<IPgDump> GetPgDumpAsync(PostgresVersion serverVersion, CancellationToken cancellationToken);

    /// <summary>Free bytes on the volume of the server's data; null where they cannot be seen.</summary>
    Task<long?> ReadFreeSpaceAsync(CancellationToken cancellationToken) => Task.FromResult<long?>(null);
}

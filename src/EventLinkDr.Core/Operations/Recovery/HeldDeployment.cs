using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Recovery;

/// <summary>A deployment whose services the recovery holds stopped: no other operation starts them, or takes them for left over.</summary>
internal sealed class HeldDeployment(IDeployment inner) : IDeployment
{
    public EventLinkTarget Target => inner.Target;

    public IPostgresServer Server => inner.Server;

    public IServiceControl Services { get; } = new NoServices();

    public IContainerHost? Containers => inner.Containers;

    public Task<IPgDump> GetPgDumpAsync(PostgresVersion serverVersion, CancellationToken cancellationToken) => inner.GetPgDumpAsync(serverVersion, cancellationToken);

    public Task<long?> ReadFreeSpaceAsync(CancellationToken cancellationToken) => inner.ReadFreeSpaceAsync(cancellationToken);

    /// <summary>The inner one belongs to whoever made it.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

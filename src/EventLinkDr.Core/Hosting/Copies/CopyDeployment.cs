using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Hosting.Copies;

/// <summary>A disposable copy of a deployment, reached: what its services leave behind stays in a directory of its own.</summary>
/// <param name="inner">The copy as any deployment is reached.</param>
/// <param name="directory">That directory.</param>
/// <param name="patience">How long a service may take to be healthy.</param>
internal sealed class CopyDeployment(IDeployment inner, string directory, TimeSpan patience) : IDeployment
{
    public EventLinkTarget Target => inner.Target;

    public IPostgresServer Server => inner.Server;

    public IServiceControl Services { get; } = inner is { Containers: { } host, Target.Project: { } project }
        ? new ComposeServices(host, project) { StateDirectory = directory, Patience = patience } : new NoServices();

    public IContainerHost? Containers => inner.Containers;

    public Task<IPgDump> GetPgDumpAsync(PostgresVersion serverVersion, CancellationToken cancellationToken) => inner.GetPgDumpAsync(serverVersion, cancellationToken);

    public Task<long?> ReadFreeSpaceAsync(CancellationToken cancellationToken) => inner.ReadFreeSpaceAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Replication;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Recovery;

/// <summary>A deployment with the standby as its server: what it is once that is promoted.</summary>
internal sealed class PromotedDeployment(SwitchParties parties) : IDeployment
{
    public EventLinkTarget Target { get; } = parties.StandbyTarget with { Project = parties.PrimaryTarget.Project, ProjectDirectory = parties.PrimaryTarget.ProjectDirectory };

    public IPostgresServer Server => parties.Standby;

    public IServiceControl Services => parties.Services;

    public IContainerHost? Containers => parties.Containers;

    /// <summary>Nothing is dumped on the way: what is there is what is kept.</summary>
    public Task<IPgDump> GetPgDumpAsync(PostgresVersion serverVersion, CancellationToken cancellationToken) =>
        throw new DrException(ErrorTable.PgDumpUnsuitable, "a recovery that promotes a standby takes no backup");

    /// <summary>The servers belong to whoever made them.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

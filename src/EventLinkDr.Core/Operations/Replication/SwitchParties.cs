using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres;
using EventLinkDr.Storage;

namespace EventLinkDr.Operations.Replication;

/// <summary>The two servers of a switch and what stands round them.</summary>
public sealed record SwitchParties
{
    /// <summary>The deployment's database on the primary, and how we reach it.</summary>
    public required EventLinkTarget PrimaryTarget { get; init; }

    /// <summary>The primary.</summary>
    public required IPostgresServer Primary { get; init; }

    /// <summary>The same database on the standby.</summary>
    public required EventLinkTarget StandbyTarget { get; init; }

    /// <summary>The standby.</summary>
    public required IPostgresServer Standby { get; init; }

    /// <summary>Name or address under which the services reach the standby; null where that is not known.</summary>
    public string? ServiceHost { get; init; }

    /// <summary>The engine that runs the project; null where there is none.</summary>
    public IContainerHost? Containers { get; init; }

    /// <summary>The services that use the database.</summary>
    public IServiceControl Services { get; init; } = new NoServices();

    /// <summary>Fences the old primary from outside.</summary>
    public IInstanceFence Fence { get; init; } = new NoInstanceFence();

    /// <summary>Points the services at the new primary; null where there are none to point.</summary>
    public IServiceRedirect? Redirect { get; init; }

    /// <summary>Opens the store of a journal that is kept in one; null where none can be.</summary>
    public IStoreOpener? Stores { get; init; }

    internal string Database => PrimaryTarget.Database;

    /// <summary>A session in the database, opened in a time after which the server counts as unreachable.</summary>
    internal Task<IPostgresSession> OpenAsync(IPostgresServer server, TimeSpan timeout, CancellationToken cancellationToken) =>
        server.OpenAsync(new SessionOptions(Database) { ApplicationName = "EventLinkDr switch", ConnectTimeout = timeout }, cancellationToken);
}

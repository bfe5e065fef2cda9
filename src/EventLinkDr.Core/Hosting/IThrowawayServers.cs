using EventLinkDr.Diagnostics;

namespace EventLinkDr.Hosting;

/// <summary>Starts PostgreSQL servers that are gone afterwards: from programs on this host, else in a container.</summary>
public interface IThrowawayServers
{
    /// <summary>Starts one.</summary>
    /// <param name="major">Major version it must have; null for the newest at hand.</param>
    /// <param name="observer">Is told which one it is.</param>
    /// <param name="cancellationToken">Stops it; nothing stays.</param>
    /// <exception cref="DrException"><c>NoThrowawayServer</c>.</exception>
    Task<IThrowawayServer> StartAsync(int? major, IOperationObserver observer, CancellationToken cancellationToken);
}

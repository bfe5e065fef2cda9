using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting.Copies;

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

    /// <summary>
    /// Starts one in a container, and makes a copy of a backend's container beside it that does not run yet. Both are alone on a network of their
    /// own and labelled as a compose project of their own, which the server's target names.
    /// </summary>
    /// <param name="order">What the copy is like.</param>
    /// <param name="observer">Is told what it is.</param>
    /// <param name="cancellationToken">Stops it; nothing stays.</param>
    /// <exception cref="DrException"><c>NoThrowawayServer</c>, <c>EngineUnreachable</c>, <c>EngineError</c>, <c>TargetInvalid</c>.</exception>
    Task<IThrowawayServer> StartCopyAsync(CopyOrder order, IOperationObserver observer, CancellationToken cancellationToken);
}

using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Hosting;

/// <summary>Reaches a target: decides over which way, and gives its server, pg_dump and services.</summary>
public interface IDeploymentConnector
{
    /// <summary>Reaches a target.</summary>
    /// <param name="target">What was resolved.</param>
    /// <param name="options">What may be done to reach it.</param>
    /// <param name="observer">Is told the way that was chosen, and what was started.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DrException"><c>ServerUnreachable</c>, <c>ContainerNotFound</c>, <c>EngineUnreachable</c>.</exception>
    Task<IDeployment> ConnectAsync(EventLinkTarget target, ConnectOptions options, IOperationObserver observer, CancellationToken cancellationToken);
}

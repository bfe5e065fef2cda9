using EventLinkDr.Adapters.Npgsql;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;

namespace EventLinkDr.Adapters.Deployments;

/// <summary>Chooses the way to a target's server.</summary>
internal sealed class DeploymentConnector : IDeploymentConnector
{
    public Task<IDeployment> ConnectAsync(EventLinkTarget target, ConnectOptions options, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Task.FromResult<IDeployment>(new Deployment(target, new NpgsqlServer(target)));
    }
}

using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Replication;

/// <summary>Says what a server does in replication.</summary>
/// <param name="deployment">The deployment.</param>
public sealed class ReplicationOperation(IDeployment deployment)
{
    /// <summary>Looks. Changes nothing.</summary>
    /// <exception cref="DrException"><c>ServerUnreachable</c>, <c>ServerError</c>.</exception>
    public async Task<ReplicationStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        var session = await deployment.Server.OpenAsync(new SessionOptions(deployment.Target.Database), cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
            return await ReplicationReader.ReadAsync(session, deployment.Server.Description, cancellationToken).ConfigureAwait(false);
    }
}

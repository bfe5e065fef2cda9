using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Storage;

namespace EventLinkDr.Operations.Verify;

/// <summary>Loads a backup into a throwaway database, reads it back, drops it.</summary>
internal sealed class RestoreCheck(IBackupStore store, IAdapters adapters, IDeployment? deployment)
{
    public Task<ProofReport?> RunAsync(VerifyPlan plan, IOperationObserver observer, CancellationToken cancellationToken)
    {
        _ = (store, adapters, deployment, plan, observer, cancellationToken);
        throw new NotSupportedException("Restores are still to come.");
    }
}

using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Restore;

/// <summary>Decides whether what was read back may serve.</summary>
internal static class ProofVerdict
{
    /// <exception cref="DrException"><c>ProofFailed</c>.</exception>
    public static void ThrowIfFailed(ProofReport proof, RestorePlan plan)
    {
        if (proof.Outcome != ProofOutcome.Failed) return;
        throw new DrException(ErrorTable.ProofFailed, $"the restored {plan.Database} does not hold what {plan.Backup.Name} holds: {proof.Summary()}") { Subject = plan.Backup };
    }
}

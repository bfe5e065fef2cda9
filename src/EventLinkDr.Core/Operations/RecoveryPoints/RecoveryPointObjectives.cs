using EventLinkDr.Model;

namespace EventLinkDr.Operations.RecoveryPoints;

/// <summary>What must hold. An objective that is null is only measured.</summary>
public sealed record RecoveryPointObjectives
{
    /// <summary>How much time may pass without a backup.</summary>
    public required TimeSpan Rpo { get; init; }

    /// <summary>How old the newest proof may be.</summary>
    public TimeSpan? ProofAge { get; init; }

    /// <summary>The level a proof must have.</summary>
    public VerificationLevel ProofLevel { get; init; } = VerificationLevel.Checksum;

    /// <summary>How old the newest backup off the host may be.</summary>
    public TimeSpan? OffHostAge { get; init; }

    /// <summary>Directories that lie on other hosts, mounted here. Stores that are no directories are always off the host.</summary>
    public IReadOnlyList<string> OffHostPaths { get; init; } = [];
}

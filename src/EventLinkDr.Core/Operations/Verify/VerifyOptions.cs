using EventLinkDr.Model;

namespace EventLinkDr.Operations.Verify;

/// <summary>How a backup is verified.</summary>
public sealed record VerifyOptions
{
    /// <summary>How thoroughly; each level includes the ones before it.</summary>
    public VerificationLevel Level { get; init; } = VerificationLevel.Checksum;

    /// <summary>Threads that inflate, and sessions that load and read back; null for the number of cores, at most 8.</summary>
    public int? Jobs { get; init; }

    /// <summary>Leaves no proof beside the backup: for a place that cannot be written.</summary>
    public bool NoProof { get; init; }
}

using EventLinkDr.Model;

namespace EventLinkDr.Operations.Recovery;

/// <summary>A step as it is planned.</summary>
/// <param name="Name">The step.</param>
/// <param name="Effect">What it does to the system.</param>
/// <param name="Description">What it does, in words.</param>
public sealed record RecoveryPlanStep(RecoveryStepName Name, PlanEffect Effect, string Description)
{
    /// <summary>Why it is left out; null when it is not.</summary>
    public string? Skipped { get; init; }

    /// <summary>How long it took last time; null where nothing is known.</summary>
    public TimeSpan? Estimate { get; init; }
}

namespace EventLinkDr.Operations.Recovery;

/// <summary>How a step ended that did not fail.</summary>
/// <param name="Skipped">Whether there was nothing to do.</param>
/// <param name="Detail">What was done, or why nothing was.</param>
internal sealed record StepOutcome(bool Skipped, string Detail)
{
    public static StepOutcome Done(string detail) => new(false, detail);

    public static StepOutcome Skip(string why) => new(true, why);
}

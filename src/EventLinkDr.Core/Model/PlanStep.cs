namespace EventLinkDr.Model;

/// <summary>One step of a plan.</summary>
/// <param name="Effect">What kind of change it is.</param>
/// <param name="Description">The step in words: <c>rename database eventlink to eventlink_before_…</c>.</param>
public sealed record PlanStep(PlanEffect Effect, string Description)
{
    /// <summary><c>Rename: eventlink → …</c>.</summary>
    public override string ToString() => $"{Effect}: {Description}";
}

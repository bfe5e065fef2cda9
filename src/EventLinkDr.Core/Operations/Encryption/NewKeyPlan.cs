using EventLinkDr.Model;

namespace EventLinkDr.Operations.Encryption;

/// <summary>A key pair about to be made.</summary>
/// <param name="Path">Where its secret half will lie.</param>
public sealed record NewKeyPlan(string Path) : EventLinkPlan
{
    /// <inheritdoc/>
    public override string Operation => "Make a key for backups";

    /// <inheritdoc/>
    public override string Subject => $"identity file {Path}";

    /// <inheritdoc/>
    public override IReadOnlyList<PlanStep> Steps => (PlanStep[])[new(PlanEffect.Create, $"{Path}, readable for its owner only, with a new secret key")];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes => (string[])["keep a copy away from this host: without it no backup encrypted to its recipient can ever be restored"];
}

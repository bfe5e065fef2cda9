using EventLinkDr.Model;

namespace EventLinkDr.Operations.Pins;

/// <summary>A backup about to be pinned or unpinned.</summary>
public sealed record PinPlan : EventLinkPlan
{
    internal PinPlan(BackupSet backup, bool pin, string? reason) => (Backup, Pin, Reason) = (backup, pin, reason);

    /// <summary>The backup.</summary>
    public BackupSet Backup { get; }

    /// <summary>True to pin, false to unpin.</summary>
    public bool Pin { get; }

    /// <summary>Why, for those who wonder later; null when nothing is said.</summary>
    public string? Reason { get; }

    /// <inheritdoc/>
    public override string Operation => $"{(Pin ? "Pin" : "Unpin")} {Backup.Name}";

    /// <inheritdoc/>
    public override string Subject => Backup.Path;

    /// <inheritdoc/>
    public override IReadOnlyList<PlanStep> Steps => Backup.Pinned == Pin ? []
        : (PlanStep[])[Pin ? new(PlanEffect.Create, $"{Catalog.PinSidecar.NameFor(Backup.Name)} beside it") : new(PlanEffect.Drop, $"{Catalog.PinSidecar.NameFor(Backup.Name)} beside it")];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes =>
    (string[])[
        Backup.Pinned == Pin ? $"it is {(Pin ? "pinned" : "not pinned")} already" : Pin ? "Remove-EventLinkBackup leaves it alone until it is unpinned" : "retention decides about it again",
    ];
}

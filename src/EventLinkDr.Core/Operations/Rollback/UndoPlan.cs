using EventLinkDr.Model;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Operations.Rollback;

/// <summary>An undo about to be made: the kept database takes its name back.</summary>
public sealed record UndoPlan : EventLinkPlan
{
    internal UndoPlan(UndoFacts facts, MarkedDatabase kept, string? currentBecomes)
    {
        Facts = facts;
        Kept = kept;
        CurrentBecomes = currentBecomes;
    }

    /// <summary>The database.</summary>
    public string Database => Facts.Database;

    /// <summary>The kept database that serves again.</summary>
    public KeptDatabase Serves => RollbackCatalog.Describe(Kept);

    /// <summary>The name under which the one that serves now is kept; null when none serves.</summary>
    public string? CurrentBecomes { get; }

    /// <summary>Services that are stopped meanwhile.</summary>
    public IReadOnlyList<string> Services => Facts.Services;

    internal UndoFacts Facts { get; }

    internal MarkedDatabase Kept { get; }

    /// <inheritdoc/>
    public override string Operation => $"Undo the restore of {Database}";

    /// <inheritdoc/>
    public override string Subject => $"database {Database} on {Facts.Server}";

    /// <inheritdoc/>
    public override IReadOnlyList<PlanStep> Steps =>
    (PlanStep[])[
        .. PlanSteps.Leftovers(Facts.Leftovers),
        .. PlanSteps.Stop(Services),
        new(PlanEffect.Stop, $"end every session in {Database}"),
        .. CurrentBecomes is null ? Array.Empty<PlanStep>() : [new(PlanEffect.Rename, $"database {Database} to {CurrentBecomes}, kept")],
        new(PlanEffect.Rename, $"database {Kept.Database.Name} to {Database}, in the same transaction"),
        .. PlanSteps.Start(Services),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes =>
    (string[])[
        CurrentBecomes is null
            ? $"no database {Database} exists now"
            : FormattableString.Invariant($"what was written since {Kept.Mark.Time:yyyy-MM-dd HH:mm:ss} UTC stays in {CurrentBecomes}"),
        .. Facts.KeptIsFenced ? [$"{Kept.Database.Name} is read-only by default; Set-EventLinkMaintenance -Disabled lifts that"] : Array.Empty<string>(),
    ];
}

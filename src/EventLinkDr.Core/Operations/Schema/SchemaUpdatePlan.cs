using EventLinkDr.Model;
using EventLinkDr.Operations.Restore;

namespace EventLinkDr.Operations.Schema;

/// <summary>An update of the schema about to be made.</summary>
public sealed record SchemaUpdatePlan : EventLinkPlan
{
    internal SchemaUpdatePlan(SchemaUpdateOptions options, SchemaUpdateFacts facts, SchemaRelation relation)
    {
        Options = options;
        Facts = facts;
        Relation = relation;
    }

    /// <summary>What was asked for.</summary>
    public SchemaUpdateOptions Options { get; }

    /// <summary>How the database stands to the code.</summary>
    public SchemaRelation Relation { get; }

    /// <summary>Revision in the database now.</summary>
    public string Revision => Facts.Revision!;

    /// <summary>Heads of the code, where it goes.</summary>
    public IReadOnlyList<string> Heads => Facts.Code!.Heads;

    internal SchemaUpdateFacts Facts { get; }

    /// <inheritdoc/>
    public override string Operation => $"Update the schema to {string.Join(", ", Heads)}";

    /// <inheritdoc/>
    public override string Subject => Facts.Target;

    /// <inheritdoc/>
    public override IReadOnlyList<PlanStep> Steps
    {
        get
        {
            if (Relation == SchemaRelation.Same) return [];
            var steps = new List<PlanStep>();
            if (!Options.SkipSafetyBackup) steps.Add(new PlanStep(PlanEffect.Create, $"a safety backup in {Facts.BackupDestination}"));
            steps.AddRange(PlanSteps.Stop(Facts.Services));
            steps.Add(new PlanStep(PlanEffect.Alter, $"alembic upgrade head in a container of its own: {Revision} to {string.Join(", ", Heads)}"));
            steps.Add(new PlanStep(PlanEffect.Prove, "the database's revision is the code's head"));
            steps.AddRange(PlanSteps.Start(Facts.Services));
            return steps;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes => Relation == SchemaRelation.Same ? (string[])[$"the database is at {Revision} already: nothing is done"]
        : Options.SkipSafetyBackup ? (string[])["no safety backup is taken: a migration that loses data cannot be taken back"] : [];
}

using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Schema;

namespace EventLinkDr.Operations.Recovery;

/// <summary>A recovery about to be run, or gone on with.</summary>
public sealed record RecoveryPlan : EventLinkPlan
{
    internal RecoveryPlan(RecoveryOptions options, RecoveryFacts facts, IReadOnlyList<RecoveryPlanStep> steps)
    {
        Options = options;
        Facts = facts;
        Schedule = steps;
    }

    /// <summary>What was asked for.</summary>
    public RecoveryOptions Options { get; }

    /// <summary>The backup that is restored; null when a standby is promoted.</summary>
    public BackupSet? Backup => Facts.Backup;

    /// <summary>The server that is promoted; null when a backup is restored.</summary>
    public string? Standby => Facts.Promotes;

    /// <summary>The steps with what is known of them, those left out too.</summary>
    public IReadOnlyList<RecoveryPlanStep> Schedule { get; }

    /// <summary>File or address of the journal.</summary>
    public string JournalPath => Facts.JournalPath;

    /// <summary>How long the steps took last time, together; null where not all that take long are known.</summary>
    public TimeSpan? Estimate => Schedule.Any(step => step is { Skipped: null, Name: RecoveryStepName.Restore or RecoveryStepName.Promote, Estimate: null }) ? null
        : new TimeSpan(Schedule.Where(step => step.Skipped is null).Sum(step => step.Estimate?.Ticks ?? 0));

    internal RecoveryFacts Facts { get; }

    /// <inheritdoc/>
    public override string Operation => (Options.Resume ? "Go on with the recovery " : "Recover ") + (Backup is { } backup ? $"from {backup.Name}" : $"by promoting {Standby}");

    /// <inheritdoc/>
    public override string Subject => Facts.Target;

    /// <inheritdoc/>
    public override IReadOnlyList<PlanStep> Steps => (PlanStep[])[.. Schedule.Where(step => step.Skipped is null).SelectMany(Parts)];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes => (string[])[.. Remarks()];

    /// <summary>A promotion in its own steps: what is stopped and fenced must stand in the plan.</summary>
    private IEnumerable<PlanStep> Parts(RecoveryPlanStep step)
    {
        yield return new PlanStep(step.Effect, step.Estimate is { } time ? $"{step.Name}: {step.Description} (about {Readable.Duration(time)})" : $"{step.Name}: {step.Description}");
        if (step.Name != RecoveryStepName.Promote || Facts.Switch is not { } inner) yield break;
        foreach (var part in inner.Steps) yield return part with { Description = $"{step.Name}: {part.Description}" };
    }

    private IEnumerable<string> Remarks()
    {
        foreach (var step in Schedule.Where(step => step.Skipped is not null)) yield return $"{step.Name} is left out: {step.Skipped}";
        if (Backup is { } backup)
        {
            var age = Facts.Now - backup.Time;
            yield return string.Create(CultureInfo.InvariantCulture, $"the backup is of {backup.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, {Readable.Duration(age)} ago: about so much is lost")
                + Judge(Options.RpoObjective, age);
        }

        foreach (var remark in Facts.Switch?.Remarks() ?? []) yield return remark;
        yield return Estimate is { } total ? $"estimated time: {Readable.Duration(total)}" + Judge(Options.RtoObjective, total)
            : "estimated time: not known" + (Backup is null ? "" : "; a drill or Test-EventLinkBackup -Level Restore measures it");
        if (Facts.Revision is { } revision) yield return $"schema revision {revision}; to the code: {Words(Facts.Relation)}";
        foreach (var note in Facts.Restore?.Notes ?? []) if (note.StartsWith("space needed", StringComparison.Ordinal)) yield return note;
        if (Facts.Unfinished is { } run) yield return $"begun {Facts.UnfinishedBegun?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC, stopped {Facts.UnfinishedPlace}, gone on with {run.Resumed} times";
        yield return $"journal: {Facts.JournalPath}";
    }

    private static string Judge(TimeSpan? objective, TimeSpan value) =>
        objective is not { } limit ? "" : value <= limit ? $", within the objective of {Readable.Duration(limit)}" : $", beyond the objective of {Readable.Duration(limit)}";

    private static string Words(SchemaRelation relation) => relation switch
    {
        SchemaRelation.Same => "its head",
        SchemaRelation.DatabaseBehind => "behind, it is migrated",
        SchemaRelation.DatabaseAhead => "newer than the code",
        SchemaRelation.Diverged => "on a branch the code does not know",
        _ => "not known",
    };
}

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

    /// <summary>The backup that is restored.</summary>
    public BackupSet Backup => Facts.Backup;

    /// <summary>The steps with what is known of them, those left out too.</summary>
    public IReadOnlyList<RecoveryPlanStep> Schedule { get; }

    /// <summary>File of the journal.</summary>
    public string JournalPath => Facts.JournalPath;

    /// <summary>How long the steps took last time, together; null where not all that take long are known.</summary>
    public TimeSpan? Estimate => Schedule.Any(step => step is { Skipped: null, Name: RecoveryStepName.Restore, Estimate: null }) ? null
        : new TimeSpan(Schedule.Where(step => step.Skipped is null).Sum(step => step.Estimate?.Ticks ?? 0));

    internal RecoveryFacts Facts { get; }

    /// <inheritdoc/>
    public override string Operation => Options.Resume ? $"Go on with the recovery from {Backup.Name}" : $"Recover from {Backup.Name}";

    /// <inheritdoc/>
    public override string Subject => Facts.Target;

    /// <inheritdoc/>
    public override IReadOnlyList<PlanStep> Steps => (PlanStep[])[.. Schedule.Where(step => step.Skipped is null).Select(step =>
        new PlanStep(step.Effect, step.Estimate is { } time ? $"{step.Name}: {step.Description} (about {Readable.Duration(time)})" : $"{step.Name}: {step.Description}"))];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes => (string[])[.. Remarks()];

    private IEnumerable<string> Remarks()
    {
        foreach (var step in Schedule.Where(step => step.Skipped is not null)) yield return $"{step.Name} is left out: {step.Skipped}";
        var age = Facts.Now - Backup.Time;
        yield return string.Create(CultureInfo.InvariantCulture, $"the backup is of {Backup.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, {Readable.Duration(age)} ago: about so much is lost")
            + Judge(Options.RpoObjective, age);
        yield return Estimate is { } total ? $"estimated time: {Readable.Duration(total)}" + Judge(Options.RtoObjective, total)
            : "estimated time: not known; a drill or Test-EventLinkBackup -Level Restore measures it";
        if (Backup.Revision is { } revision) yield return $"schema revision {revision}; to the code: {Words(Facts.BackupRelation)}";
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

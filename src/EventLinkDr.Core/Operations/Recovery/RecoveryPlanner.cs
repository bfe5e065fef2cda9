using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Replication;
using EventLinkDr.Operations.Schema;

namespace EventLinkDr.Operations.Recovery;

/// <summary>Decides which steps a recovery takes: facts in, plan out.</summary>
internal static class RecoveryPlanner
{
    /// <exception cref="DrException"><c>RecoveryUnfinished</c>, <c>RecoveryNotFound</c>, <c>OptionsInvalid</c>, <c>RevisionUnknown</c>.</exception>
    public static RecoveryPlan Plan(RecoveryOptions options, RecoveryFacts facts)
    {
        CheckRun(options, facts);
        var promotes = facts.Promotes is not null;
        var data = RecoverySteps.Data(promotes);
        var brings = !options.SkipSteps.Contains(data) && !HasEnded(facts, options, data);
        if (brings && !options.SkipRevisionCheck && facts.Relation is SchemaRelation.DatabaseAhead or SchemaRelation.Diverged)
        {
            throw new DrException(ErrorTable.RevisionUnknown, $"the code does not know the schema revision of {facts.Backup?.Name ?? facts.Promotes}")
            {
                Expected = string.Join(",", facts.CodeHeads), Found = facts.Revision, Subject = (object?)facts.Backup ?? facts.Target,
                Remedy = promotes ? "Deploy the code that belongs to the database; -SkipRevisionCheck goes on all the same." : ErrorTable.RevisionUnknown.Remedy + " -SkipRevisionCheck restores it all the same.",
            };
        }

        return new RecoveryPlan(options, facts, [.. RecoverySteps.Of(promotes).Select(name => Step(name, options, facts))]);
    }

    /// <exception cref="DrException"><c>RecoveryUnfinished</c>, <c>RecoveryNotFound</c>, <c>OptionsInvalid</c>.</exception>
    public static void CheckRun(RecoveryOptions options, RecoveryFacts facts)
    {
        if (options is { Resume: true, StartOver: true }) throw new DrException(ErrorTable.OptionsInvalid, "-Resume and -StartOver exclude each other");
        if (facts.Unfinished is null)
        {
            if (options.Resume) throw new DrException(ErrorTable.RecoveryNotFound, $"{facts.JournalPath} holds no unfinished recovery") { Subject = facts.JournalPath };
            return;
        }

        if (options.StartOver) return;
        if (!options.Resume)
        {
            throw new DrException(ErrorTable.RecoveryUnfinished, string.Create(CultureInfo.InvariantCulture,
                $"the recovery of {facts.Unfinished.Target} {facts.Unfinished.Source()}, begun {facts.UnfinishedBegun?.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, stopped {facts.UnfinishedPlace}"))
            {
                Subject = facts.JournalPath,
            };
        }

        if (facts.Unfinished.BackupPath != facts.Backup?.Path || facts.Unfinished.Promotes != facts.Promotes)
        {
            throw new DrException(ErrorTable.OptionsInvalid, $"the unfinished recovery recovers {facts.Unfinished.Source()}, not from what is named now")
            {
                Expected = facts.Unfinished.BackupPath ?? facts.Unfinished.Promotes, Found = facts.Backup?.Path ?? facts.Promotes,
                Remedy = "Name neither a backup nor a standby with -Resume, or begin anew with -StartOver.",
            };
        }
    }

    private static RecoveryPlanStep Step(RecoveryStepName name, RecoveryOptions options, RecoveryFacts facts)
    {
        var (effect, description) = Describe(name, facts);
        return new RecoveryPlanStep(name, effect, description)
        {
            Skipped = HasEnded(facts, options, name) ? "it was done before the run stopped"
                : options.SkipSteps.Contains(name) ? "on request"
                : WhyNot(name, options, facts),
            Estimate = facts.LastDurations.TryGetValue(name, out var last) ? last : facts.Backup is { } backup ? FromBackup(name, backup) : null,
        };
    }

    private static bool HasEnded(RecoveryFacts facts, RecoveryOptions options, RecoveryStepName name) =>
        options.Resume && facts.Unfinished is { } run && run.Ended(name)
        // Somebody may have started the services since: while the database is still worked on they are stopped once more.
        && (name != RecoveryStepName.StopServices || (run.Ended(RecoverySteps.Data(facts.Promotes is not null)) && run.Ended(RecoveryStepName.Migrate)));

    private static string? WhyNot(RecoveryStepName name, RecoveryOptions options, RecoveryFacts facts) => name switch
    {
        RecoveryStepName.MaintenanceOn or RecoveryStepName.StopServices or RecoveryStepName.StartServices or RecoveryStepName.MaintenanceOff when !facts.HasProject =>
            "the target is no compose project; see to its services yourself",
        RecoveryStepName.StartServices or RecoveryStepName.Migrate when !facts.HasBackend => "there is no container of the backend",
        RecoveryStepName.FinalBackup when !facts.DatabaseExists => "the database is away",
        RecoveryStepName.FinalBackup when facts.Tables == 0 => "the database has no tables",
        RecoveryStepName.Migrate when facts.Relation == SchemaRelation.Same => $"the {(facts.Promotes is null ? "backup" : "database")} is at the code's head",
        RecoveryStepName.TestRegistration when options.ProbeEmail is null => "no probe credential was given",
        RecoveryStepName.TestRegistration when options.Api is null && !facts.HasBackend => "no address of the API is known",
        _ => null,
    };

    private static (PlanEffect Effect, string Description) Describe(RecoveryStepName name, RecoveryFacts facts) => name switch
    {
        RecoveryStepName.MaintenanceOn => (PlanEffect.Alter, "close registrations in .env; the backend takes it over when it starts again"),
        RecoveryStepName.StopServices => (PlanEffect.Stop, facts.Services.Count > 0 ? $"services {string.Join(", ", facts.Services)}" : "services, of which none runs now"),
        RecoveryStepName.FinalBackup => (PlanEffect.Create, $"a backup of {facts.Database} as it is, in {facts.Destination}"),
        RecoveryStepName.Restore => (PlanEffect.Load, $"{facts.Backup?.Name} into a new database; proven, it takes the name {facts.Database}"
            + (facts.DatabaseExists ? $", and the old one is kept{(facts.Restore?.PreviousDatabase is { } kept ? " as " + kept : "")}" : "")),
        RecoveryStepName.Promote => (PlanEffect.Alter, facts.Switch is null ? $"{facts.Promotes} is the primary already"
            : facts.Switch.Mode == SwitchMode.Failover ? $"a failover to {facts.Promotes}: what it has not received is lost, and stated" : $"a planned switchover to {facts.Promotes}: nothing is lost"),
        RecoveryStepName.RevisionCheck => (PlanEffect.Prove, facts.CodeHeads.Count > 0 ? $"the schema revision against the code's, {string.Join(", ", facts.CodeHeads)}" : "the schema revision; the code cannot be asked"),
        RecoveryStepName.Migrate => (PlanEffect.Alter, "alembic upgrade head in a container of its own, if the database is behind the code"),
        RecoveryStepName.StartServices => (PlanEffect.Start, "the backend, recreated with registrations closed, and wait until it is healthy"),
        RecoveryStepName.Health => (PlanEffect.Prove, facts.Promotes is null ? "database, schema, tables and rows against the backup, API" : "database, schema, tables, API"),
        RecoveryStepName.MaintenanceOff => (PlanEffect.Start, "recreate the backend with registrations open, and start the worker"),
        _ => (PlanEffect.Prove, "a probe student registers for an event and takes it back"),
    };

    private static TimeSpan? FromBackup(RecoveryStepName name, BackupSet backup) => name switch
    {
        RecoveryStepName.FinalBackup when backup.Manifest is { } manifest => manifest.Finished - manifest.Started,
        RecoveryStepName.Restore when backup.Proof is { Level: VerificationLevel.Restore, Passed: true } proof => proof.Duration,
        _ => null,
    };
}

using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Recovery;

namespace EventLinkDr.Operations.Drill;

/// <summary>Makes the result of a drill out of that of the recovery it rehearsed.</summary>
internal static class DrillResults
{
    public static DeploymentDrillResult Of(DeploymentDrillPlan plan, string server, RecoveryResult recovery, DrException? error)
    {
        var loss = recovery.Begun - plan.Backup.Time;
        return new DeploymentDrillResult
        {
            Target = plan.Facts.Target.ToString(),
            Server = server,
            WithBackend = plan.WithBackend,
            Backup = plan.Backup.Path,
            BackupTime = plan.Backup.Time,
            Begun = recovery.Begun,
            Steps = recovery.Steps.Select(step => Explain(plan, step)).ToArray(),
            Failure = error is null ? null : recovery.Steps.FirstOrDefault(step => step.Status == RecoveryStepStatus.Failed) is { } failed ? $"{failed.Name}: {failed.Detail}" : error.Message,
            Remedy = error is null ? null : RemedyOf(error, recovery),
            Restored = recovery.Restored,
            Revision = recovery.Revision,
            MigratedFrom = recovery.MigratedFrom,
            MigrationLog = recovery.MigrationLog,
            Health = recovery.Health,
            MeasuredRecoveryTime = recovery.MeasuredRecoveryTime,
            MeasuredDataLoss = plan.Backup.Manifest is null ? null : loss < TimeSpan.Zero ? TimeSpan.Zero : loss,
            RpoObjective = plan.Options.RpoObjective,
            RtoObjective = plan.Options.RtoObjective,
            Notes = Notes(plan).ToArray(),
            Duration = TimeSpan.Zero,
            Phases = [],
        };
    }

    /// <summary>The container whose log a real recovery would name is gone by then.</summary>
    private static string RemedyOf(DrException error, RecoveryResult recovery)
    {
        var cause = error.InnerException as DrException ?? error;
        return cause.Kind == ErrorTable.ServiceUnhealthy && recovery.Steps.Any(step => step is { Status: RecoveryStepStatus.Failed, Name: not RecoveryStepName.Health })
            ? "Find out why the backend does not come up on the restored database; the end of its log stands in the result." : cause.Remedy;
    }

    /// <summary>Without a backend the copy is no compose project, but that is not why its services are left out.</summary>
    private static RecoveryStepResult Explain(DeploymentDrillPlan plan, RecoveryStepResult step) => step.Name switch
    {
        RecoveryStepName.MaintenanceOn or RecoveryStepName.StopServices or RecoveryStepName.Migrate or RecoveryStepName.StartServices or RecoveryStepName.MaintenanceOff
            or RecoveryStepName.TestRegistration when step.Status == RecoveryStepStatus.Skipped && plan.Facts.WithoutBackend is { } why => step with { Detail = $"the backend is left out: {why}" },
        RecoveryStepName.FinalBackup when step.Status == RecoveryStepStatus.Skipped => step with { Detail = "the copy's server is empty" },
        _ => step,
    };

    private static IEnumerable<string> Notes(DeploymentDrillPlan plan)
    {
        if (plan.Facts.WithoutBackend is { } why) yield return $"the backend was left out: {why}";
        else if (plan.Options.ProbeEmail is null) yield return "neither login nor registration was tried: no probe credential was given";
    }
}

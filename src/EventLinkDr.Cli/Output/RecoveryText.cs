using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Drill;
using EventLinkDr.Operations.Recovery;

namespace EventLinkDr.Cli.Output;

/// <summary>A recovery as a person reads it.</summary>
internal static class RecoveryText
{
    public static string Of(RecoveryResult result) => StepsOf(result) + Environment.NewLine + Environment.NewLine + TextTable.OfPairs(
        ("recovery", result.Succeeded ? "complete" : "stopped"),
        ("backup", result.Backup),
        ("primary", result.Promoted is { } made ? made.NewPrimary + (made.LostBytes is { } lost ? $" (lost: {Readable.Size(lost)} of log)" : " (what is lost is not known)") : result.Standby),
        ("old primary", result.Promoted is { } before ? $"{before.OldPrimary}, {(before.OldPrimaryClosed ? "stopped, starts as a standby only" : before.OldPrimaryFenced ? "read-only by convention: stop it" : "not proven to accept no writes")}" : null),
        ("proof", result.Proof?.ToString()),
        ("saved before", result.FinalBackup),
        ("kept", result.Restored?.PreviousDatabase is { } kept ? $"{kept} (eventlinkdr undo goes back to it)" : null),
        ("schema", result.MigratedFrom is { } from ? $"{from} → {result.Revision}" : result.Revision),
        ("recovery time", result.MeasuredRecoveryTime is { } time ? Readable.Duration(time) + Judged(result.RtoObjective, result.RtoOutcome) : null),
        ("data loss", (result.MeasuredDataLoss is { } loss ? Readable.Duration(loss) : result.DataLossAtMost is { } most ? $"not measured, at most {Readable.Duration(most)}" : "not known")
            + Judged(result.RpoObjective, result.RpoOutcome)),
        ("journal", result.JournalPath));

    public static string Of(DeploymentDrillResult result) => StepsOf(result.Steps) + Environment.NewLine + Environment.NewLine + TextTable.OfPairs(
    [
        ("drill", result.Passed ? "PASSED" : "FAILED: " + result.Failure),
        ("remedy", result.Remedy is { } remedy ? CommandLineWords.Of(remedy) : null),
        ("backup", result.Backup),
        ("server", result.Server),
        ("proof", result.Proof?.ToString()),
        ("schema", result.MigratedFrom is { } from ? $"{from} → {result.Revision}" : result.Revision),
        ("recovery time", result.MeasuredRecoveryTime is { } time ? Readable.Duration(time) + Judged(result.RtoObjective, result.RtoOutcome) : null),
        ("data loss", (result.MeasuredDataLoss is { } loss ? $"{Readable.Duration(loss)} (age of the backup)" : "not known") + Judged(result.RpoObjective, result.RpoOutcome)),
        ("took", Readable.Duration(result.Duration)),
        .. result.Notes.Select(note => ("note", (string?)note)),
        .. result.BackendLog.Select((line, index) => (index == 0 ? "backend's log" : "", (string?)line)),
    ]);

    public static string StepsOf(RecoveryResult result) => StepsOf(result.Steps);

    private static string StepsOf(IReadOnlyList<RecoveryStepResult> steps) => TextTable.Of(
    [
        ["STEP", "STATUS", "TIME", "DETAIL"],
        .. steps.Select(step => new[] { step.Name.ToString(), step.Status.ToString(), step.Duration is { } time ? Readable.Duration(time) : "", step.Detail ?? "" }),
    ]);

    private static string Judged(TimeSpan? objective, ObjectiveOutcome outcome) =>
        objective is { } limit ? $" (objective {Readable.Duration(limit)}: {outcome.ToString().ToLowerInvariant()})" : "";
}

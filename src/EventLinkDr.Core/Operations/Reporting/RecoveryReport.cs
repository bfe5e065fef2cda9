using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Recovery;

namespace EventLinkDr.Operations.Reporting;

/// <summary>A recovery as a report.</summary>
internal static class RecoveryReport
{
    public static ReportDocument Of(RecoveryResult result)
    {
        var warned = result.RpoOutcome == ObjectiveOutcome.Missed || result.RtoOutcome == ObjectiveOutcome.Missed;
        var failed = result.Steps.FirstOrDefault(step => step.Status == RecoveryStepStatus.Failed);
        return new ReportDocument
        {
            Title = "Recovery",
            Subject = result.Target,
            Verdict = !result.Succeeded ? failed is null ? "Stopped before its end" : $"Stopped at the step {failed.Name}" : warned ? "Complete, an objective was missed" : "Complete",
            Tone = !result.Succeeded ? ReportTone.Bad : warned ? ReportTone.Warn : ReportTone.Good,
            Time = result.Ended,
            Facts =
            [
                new("Recovery time", result.MeasuredRecoveryTime is { } time ? Readable.Duration(time) : "not recovered", Against(result.RtoObjective, result.RtoOutcome), Tone(result.RtoOutcome)),
                new("Data loss", result.MeasuredDataLoss is { } loss ? Readable.Duration(loss) : result.DataLossAtMost is { } most ? $"at most {Readable.Duration(most)}" : "not known",
                    Against(result.RpoObjective, result.RpoOutcome), Tone(result.RpoOutcome)),
                new("Proof", result.Proof?.ToString() ?? "none", result.Restored is { } restored ? $"{restored.Proof.Tables.Count} tables, {ReportText.Count(restored.Proof.Tables.Sum(table => table.FoundRows))} rows" : null,
                    result.Proof is { } proof ? ReportParts.Of(proof) : ReportTone.Plain),
                new("Schema", result.Revision ?? "not known", result.MigratedFrom is { } from ? $"migrated from {from}" : null),
            ],
            Steps = [.. result.Steps.Select(step => new ReportStep(step.Name.ToString(), step.Begun - result.Begun, step.Duration, step.Status.ToString(), Tone(step.Status), step.Detail))],
            Tables = [.. ReportParts.Checks(result.Health), .. ReportParts.Proof(result.Restored?.Proof)],
            Particulars =
            [
                new("Backup", result.Backup),
                new("Backup's snapshot", ReportText.Time(result.BackupTime)),
                new("Begun", ReportText.Time(result.Begun)),
                new("Ended", ReportText.Time(result.Ended)),
                new("Interrupted", result.Resumed == 0 ? "never" : $"{result.Resumed} times, and gone on with"),
                new("Final backup", result.FinalBackup ?? "none"),
                new("Old database", result.Restored?.PreviousDatabase is { } kept ? $"kept as {kept}" : "none kept"),
                .. (result.Restored?.Omitted ?? []).Select(text => new ReportFact("Left out", text)),
                new("PostgreSQL", result.ServerVersion ?? "not known"),
                new("EventLinkDr", result.ToolVersion),
                new("Journal", result.JournalPath),
                new("Run", result.Run.ToString()),
            ],
            Json = ReportParts.JsonOf(result),
        };
    }

    private static string Against(TimeSpan? objective, ObjectiveOutcome outcome) =>
        objective is { } limit ? $"objective {Readable.Duration(limit)}: {outcome.ToString().ToLowerInvariant()}" : "no objective was set";

    private static ReportTone Tone(ObjectiveOutcome outcome) => outcome switch
    {
        ObjectiveOutcome.Met => ReportTone.Good,
        ObjectiveOutcome.Missed => ReportTone.Bad,
        ObjectiveOutcome.Unknown => ReportTone.Warn,
        _ => ReportTone.Plain,
    };

    private static ReportTone Tone(RecoveryStepStatus status) => status switch
    {
        RecoveryStepStatus.Done => ReportTone.Good,
        RecoveryStepStatus.Failed => ReportTone.Bad,
        RecoveryStepStatus.Begun => ReportTone.Warn,
        _ => ReportTone.Plain,
    };
}

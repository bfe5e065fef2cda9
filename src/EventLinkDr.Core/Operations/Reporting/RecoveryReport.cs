using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Recovery;
using EventLinkDr.Operations.Replication;

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
                new("Recovery time", result.MeasuredRecoveryTime is { } time ? Readable.Duration(time) : "not recovered", ReportParts.Against(result.RtoObjective, result.RtoOutcome), ReportParts.Of(result.RtoOutcome)),
                new("Data loss", result.MeasuredDataLoss is { } loss ? Readable.Duration(loss) : result.DataLossAtMost is { } most ? $"at most {Readable.Duration(most)}" : "not known",
                    ReportParts.Against(result.RpoObjective, result.RpoOutcome), ReportParts.Of(result.RpoOutcome)),
                result.Standby is null ? ProofOf(result) : PromotionOf(result),
                new("Schema", result.Revision ?? "not known", result.MigratedFrom is { } from ? $"migrated from {from}" : null),
            ],
            Steps = ReportParts.Steps(result.Steps, result.Begun),
            Tables = [.. ReportParts.Checks(result.Health), .. ReportParts.Proof(result.Restored?.Proof)],
            Particulars =
            [
                .. result.Standby is { } standby
                    ? Promoted(standby, result.Promoted)
                    : [new ReportFact("Backup", result.Backup ?? "none"), new ReportFact("Backup's snapshot", result.BackupTime is { } taken ? ReportText.Time(taken) : "not known")],
                new("Begun", ReportText.Time(result.Begun)),
                new("Ended", ReportText.Time(result.Ended)),
                new("Interrupted", result.Resumed == 0 ? "never" : $"{result.Resumed} times, and gone on with"),
                .. result.Standby is null
                    ? [new ReportFact("Final backup", result.FinalBackup ?? "none"), new ReportFact("Old database", result.Restored?.PreviousDatabase is { } kept ? $"kept as {kept}" : "none kept")]
                    : Array.Empty<ReportFact>(),
                .. (result.Restored?.Omitted ?? []).Select(text => new ReportFact("Left out", text)),
                new("PostgreSQL", result.ServerVersion ?? "not known"),
                new("EventLinkDr", result.ToolVersion),
                new("Journal", result.JournalPath),
                new("Run", result.Run.ToString()),
            ],
            Json = ReportParts.JsonOf(result),
        };
    }

    private static ReportFact ProofOf(RecoveryResult result) => new("Proof", result.Proof?.ToString() ?? "none",
        result.Restored is { } restored ? $"{restored.Proof.Tables.Count} tables, {ReportText.Count(restored.Proof.Tables.Sum(table => table.FoundRows))} rows" : null,
        result.Proof is { } proof ? ReportParts.Of(proof) : ReportTone.Plain);

    private static ReportFact PromotionOf(RecoveryResult result) => result.Promoted is not { } made ? new("Primary", "not promoted", result.Standby)
        : new("Primary", made.NewPrimary, made.LostBytes is { } lost ? $"{Readable.Size(lost)} of the old log lost" : "what was lost is not known",
            made is { LostBytes: 0, OldPrimaryFenced: true } ? ReportTone.Good : ReportTone.Warn);

    private static IEnumerable<ReportFact> Promoted(string standby, SwitchResult? made)
    {
        yield return new("Standby", standby);
        if (made is null) yield break;
        yield return new("Way", made.Mode == SwitchMode.Failover ? "failover" : "planned switchover");
        yield return new("Timeline", ReportText.Count(made.Timeline ?? 0));
        yield return new("Promoted at", made.PromotedAt?.ToString() ?? "not known");
        yield return new("End of the old log", made.FinalLsn?.ToString() ?? "not known");
        yield return new("Old primary", $"{made.OldPrimary}, {(made.OldPrimaryClosed ? "stopped, starts as a standby only" : made.OldPrimaryFenced ? "read-only by convention" : "not proven to accept no writes")}");
    }
}

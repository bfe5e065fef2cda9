using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Drill;

namespace EventLinkDr.Operations.Reporting;

/// <summary>A drill on a copy of a deployment as a report.</summary>
internal static class DeploymentDrillReport
{
    public static ReportDocument Of(DeploymentDrillResult result)
    {
        var missed = result.RpoOutcome == Recovery.ObjectiveOutcome.Missed || result.RtoOutcome == Recovery.ObjectiveOutcome.Missed;
        return new ReportDocument
        {
            Title = "Drill",
            Subject = result.Target,
            Verdict = !result.Passed ? "Failed" : missed ? "Passed, an objective was missed" : "Passed",
            Tone = !result.Passed ? ReportTone.Bad : missed ? ReportTone.Warn : ReportTone.Good,
            Time = result.Begun,
            Facts =
            [
                new("Recovery time", result.MeasuredRecoveryTime is { } time ? Readable.Duration(time) : "not recovered", ReportParts.Against(result.RtoObjective, result.RtoOutcome), ReportParts.Of(result.RtoOutcome)),
                new("Data loss", result.MeasuredDataLoss is { } loss ? Readable.Duration(loss) : "not known", ReportParts.Against(result.RpoObjective, result.RpoOutcome), ReportParts.Of(result.RpoOutcome)),
                new("Proof", result.Proof?.ToString() ?? "none", result.Restored is { } restored ? $"{restored.Proof.Tables.Count} tables, {ReportText.Count(restored.Proof.Tables.Sum(table => table.FoundRows))} rows" : null,
                    result.Proof is { } proof ? ReportParts.Of(proof) : ReportTone.Plain),
                new("Schema", result.Revision ?? "not known", result.MigratedFrom is { } from ? $"migrated from {from}" : null),
            ],
            Steps = ReportParts.Steps(result.Steps, result.Begun),
            Tables = [.. ReportParts.Checks(result.Health), .. ReportParts.Proof(result.Restored?.Proof)],
            Particulars =
            [
                .. result.Failure is { } failure ? (ReportFact[])[new("Failure", failure), new("Remedy", result.Remedy ?? "none is known")] : [],
                new("Backup", result.Backup),
                new("Backup's snapshot", ReportText.Time(result.BackupTime)),
                new("Begun", ReportText.Time(result.Begun)),
                new("Took", Readable.Duration(result.Duration), "making and removing the copy included"),
                .. result.Notes.Select(text => new ReportFact("Left out", text)),
                .. (result.Restored?.Omitted ?? []).Select(text => new ReportFact("Left out", text)),
                .. result.BackendLog.Select(line => new ReportFact("Backend's log", line)),
                new("Server", result.Server),
                new("EventLinkDr", result.ToolVersion),
            ],
            Json = ReportParts.JsonOf(result),
        };
    }
}

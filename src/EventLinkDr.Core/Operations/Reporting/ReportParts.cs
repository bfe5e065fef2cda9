using System.Text.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Recovery;

namespace EventLinkDr.Operations.Reporting;

/// <summary>Parts that reports of several kinds share.</summary>
internal static class ReportParts
{
    private static readonly JsonSerializerOptions Json = ResultJson.Options();

    public static string JsonOf(object result) => JsonSerializer.Serialize(result, result.GetType(), Json);

    /// <summary>Phases as steps, one after another as they were timed.</summary>
    public static IReadOnlyList<ReportStep> Phases(IReadOnlyList<PhaseDuration> phases)
    {
        var steps = new List<ReportStep>();
        var start = TimeSpan.Zero;
        foreach (var phase in phases)
        {
            steps.Add(new ReportStep(phase.Name, start, phase.Duration, "done", ReportTone.Good));
            start += phase.Duration;
        }

        return steps;
    }

    public static IEnumerable<ReportTable> Proof(ProofReport? proof)
    {
        if (proof is null) yield break;
        yield return new ReportTable($"Tables read back: {proof.Outcome}", ["Table", "Rows", "In the backup", "Verdict"], [1, 2],
        [
            .. proof.Tables.Select(table => new ReportRow(Of(table.Outcome),
                [table.Table, ReportText.Count(table.FoundRows), ReportText.Count(table.ExpectedRows), table.Outcome + (table.Detail is null ? "" : $": {table.Detail}")])),
            .. proof.Mismatches.Select(text => new ReportRow(ReportTone.Bad, [text, "", "", nameof(ProofOutcome.Failed)])),
        ]);
    }

    public static IEnumerable<ReportTable> Checks(HealthReport? report)
    {
        if (report is null) yield break;
        yield return new ReportTable($"Checks: {report.Status}", ["Check", "Verdict", "Time", "Found"], [2],
        [
            .. report.Checks.Select(check => new ReportRow(
                check.Status switch { HealthStatus.Pass => ReportTone.Good, HealthStatus.Warn => ReportTone.Warn, HealthStatus.Fail => ReportTone.Bad, _ => ReportTone.Plain },
                [check.Name, check.Status.ToString(), ReportText.Duration(check.Duration), check.Detail + (check.Remedy is null ? "" : $". {check.Remedy}")])),
        ]);
    }

    public static ReportTone Of(ProofOutcome outcome) => outcome switch
    {
        ProofOutcome.Proven => ReportTone.Good,
        ProofOutcome.Failed => ReportTone.Bad,
        _ => ReportTone.Warn,
    };

    /// <summary>The steps of a recovery, real or rehearsed.</summary>
    public static IReadOnlyList<ReportStep> Steps(IReadOnlyList<RecoveryStepResult> steps, DateTimeOffset begun) =>
        [.. steps.Select(step => new ReportStep(step.Name.ToString(), step.Begun - begun, step.Duration, step.Status.ToString(), Of(step.Status), step.Detail))];

    public static string Against(TimeSpan? objective, ObjectiveOutcome outcome) =>
        objective is { } limit ? $"objective {Readable.Duration(limit)}: {outcome.ToString().ToLowerInvariant()}" : "no objective was set";

    public static ReportTone Of(ObjectiveOutcome outcome) => outcome switch
    {
        ObjectiveOutcome.Met => ReportTone.Good,
        ObjectiveOutcome.Missed => ReportTone.Bad,
        ObjectiveOutcome.Unknown => ReportTone.Warn,
        _ => ReportTone.Plain,
    };

    private static ReportTone Of(RecoveryStepStatus status) => status switch
    {
        RecoveryStepStatus.Done => ReportTone.Good,
        RecoveryStepStatus.Failed => ReportTone.Bad,
        RecoveryStepStatus.Begun => ReportTone.Warn,
        _ => ReportTone.Plain,
    };
}

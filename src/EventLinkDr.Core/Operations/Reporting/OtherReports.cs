using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Drill;
using EventLinkDr.Operations.Restore;

namespace EventLinkDr.Operations.Reporting;

/// <summary>Restores, drills and checks as reports.</summary>
internal static class OtherReports
{
    public static ReportDocument Of(RestoreResult result) => new()
    {
        Title = "Restore",
        Subject = result.Database,
        Verdict = $"Complete, {result.Outcome}",
        Tone = ReportParts.Of(result.Outcome),
        Time = DateTimeOffset.UtcNow,
        Facts =
        [
            new("Recovery time", Readable.Duration(result.MeasuredRecoveryTime)),
            new("Data loss", result.MeasuredDataLoss is { } loss ? Readable.Duration(loss) : "not known"),
            new("Proof", result.Outcome.ToString(), $"{result.Proof.Tables.Count} tables, {ReportText.Count(result.Rows)} rows", ReportParts.Of(result.Outcome)),
        ],
        Steps = ReportParts.Phases(result.Phases),
        Tables = [.. ReportParts.Proof(result.Proof)],
        Particulars =
        [
            new("Backup", result.Backup.Path),
            new("Backup's snapshot", ReportText.Time(result.Backup.Time)),
            new("Mode", result.Mode.ToString()),
            new("Old database", result.PreviousDatabase is { } kept ? $"kept as {kept}" : "none kept"),
            .. result.Omitted.Select(text => new ReportFact("Left out", text)),
            new("EventLinkDr", ToolVersion.Current),
        ],
        Json = ReportParts.JsonOf(result),
    };

    public static ReportDocument Of(DrillResult result) => new()
    {
        Title = "Drill",
        Subject = result.Server,
        Verdict = result.Passed ? "Passed: what came back is what was destroyed" : "Failed: what came back differs",
        Tone = result.Passed ? ReportTone.Good : ReportTone.Bad,
        Time = DateTimeOffset.UtcNow,
        Facts =
        [
            new("Recovery time", Readable.Duration(result.MeasuredRecoveryTime)),
            new("Data loss", Readable.Duration(result.MeasuredDataLoss)),
            new("Compared", $"{result.Tables} tables", $"{ReportText.Count(result.Rows)} rows"),
            new("Backup", Readable.Size(result.BackupSize), $"{Readable.Size(result.RawSize)} as plain SQL"),
        ],
        Steps = ReportParts.Phases(result.Phases),
        Tables = result.Differences.Count == 0 ? [] : [new ReportTable("Differences", ["What differs"], [], [.. result.Differences.Select(text => new ReportRow(ReportTone.Bad, [text]))])],
        Particulars = [new("Took", Readable.Duration(result.Duration)), .. result.Kept.Select(text => new ReportFact("Left standing", text)), new("EventLinkDr", ToolVersion.Current)],
        Json = ReportParts.JsonOf(result),
    };

    public static ReportDocument Of(HealthReport report) => new()
    {
        Title = "Health",
        Subject = report.Target,
        Verdict = report.Status switch { HealthStatus.Pass => "Healthy", HealthStatus.Warn => "Healthy, somebody should look", HealthStatus.Fail => "Not healthy", _ => "Nothing was looked at" },
        Tone = report.Status switch { HealthStatus.Pass => ReportTone.Good, HealthStatus.Fail => ReportTone.Bad, _ => ReportTone.Warn },
        Time = report.Time,
        Facts =
        [
            .. report.Checks.GroupBy(check => check.Status).OrderBy(group => group.Key)
                .Select(group => new ReportFact(group.Key.ToString(), ReportText.Count(group.Count()), string.Join(", ", group.Select(check => check.Name)))),
        ],
        Tables = [.. ReportParts.Checks(report)],
        Particulars = [new("EventLinkDr", ToolVersion.Current)],
        Json = ReportParts.JsonOf(report),
    };
}

using System.Text.Json;
using System.Text.RegularExpressions;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Drill;
using EventLinkDr.Operations.Recovery;
using EventLinkDr.Operations.Reporting;
using EventLinkDr.TestKit;

namespace EventLinkDr.Core.Tests.Operations.Reporting;

public sealed class ReportOperationTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Run_Html_NeedsNothingFromOutside_AndHoldsTheResult()
    {
        var text = Write("report.html", SampleRecovery.Complete);
        Assert.DoesNotMatch(new Regex("(src|href|url\\()\\s*=?\\s*[\"']?https?:", RegexOptions.IgnoreCase), text);
        Assert.Single(Regex.Matches(text, "<script"));
        Assert.DoesNotContain("<img", text, StringComparison.Ordinal);
        var json = Regex.Match(text, "<script type=\"application/json\" id=\"result\">(?<json>.*?)</script>", RegexOptions.Singleline).Groups["json"].Value;
        var result = JsonDocument.Parse(json).RootElement;
        Assert.Equal(SampleRecovery.Complete.Run, result.GetProperty("run").GetGuid());
        Assert.Equal(20, result.GetProperty("restored").GetProperty("proof").GetProperty("tables").GetArrayLength());
    }

    [Fact]
    public void Run_Objectives_AreJudgedInWords()
    {
        var text = Write("report.html", SampleRecovery.Complete);
        Assert.Contains("objective 30 min 00 s: met", text, StringComparison.Ordinal);
        Assert.Contains("objective 1 h 00 min: missed", text, StringComparison.Ordinal);
        Assert.Contains("Complete, an objective was missed", text, StringComparison.Ordinal);
        Assert.Contains("Stopped at the step Migrate", Write("stopped.html", SampleRecovery.Stopped), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OfADrillOnACopy_TellsTimesStepsAndFailure()
    {
        var drill = new DeploymentDrillResult
        {
            Target = "eventlink in container eventlink-db-1", Server = "PostgreSQL 15 in container copy", WithBackend = true, Backup = "/b/eventlink.sql.gz", BackupTime = SampleRecovery.Complete.Begun.AddMinutes(-61),
            Begun = SampleRecovery.Complete.Begun, Steps = SampleRecovery.Complete.Steps, Restored = SampleRecovery.Complete.Restored, Health = SampleRecovery.Complete.Health,
            MeasuredRecoveryTime = TimeSpan.FromSeconds(74), MeasuredDataLoss = TimeSpan.FromMinutes(61), RpoObjective = TimeSpan.FromHours(1), Duration = TimeSpan.FromSeconds(90), Phases = [],
        };
        var text = Write("drill.md", drill);
        Assert.Contains("Passed, an objective was missed", text, StringComparison.Ordinal);
        Assert.Contains("objective 1 h 00 min: missed", text, StringComparison.Ordinal);
        Assert.Contains("| ✓ Restore | Done | 14 s | 41 s |", text, StringComparison.Ordinal);
        var failed = Write("failed.html", drill with { Failure = "Migrate: [MigrationFailed] no <such> table", Remedy = "Mend it.", BackendLog = ["its last words"] });
        foreach (var part in (string[])["Migrate: [MigrationFailed] no &lt;such&gt; table", "Mend it.", "its last words"]) Assert.Contains(part, failed, StringComparison.Ordinal);
        Assert.Equal((ObjectiveOutcome.Missed, ObjectiveOutcome.NotSet), (drill.RpoOutcome, drill.RtoOutcome));
    }

    [Fact]
    public void Run_Markdown_KeepsItsTablesWhole()
    {
        var text = Write("report.md", SampleRecovery.Complete);
        Assert.Contains("| ✓ Restore | Done | 14 s | 41 s |", text, StringComparison.Ordinal);
        Assert.Contains("\\|`evil`", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", text[..text.IndexOf("````json", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_AFileThatIsThere_IsReplacedOnlyByForce()
    {
        var path = _directory.File("report.html");
        File.WriteAllText(path, "old");
        Assert.Equal("ReportExists", Assert.Throws<DrException>(() => ReportOperation.Prepare(SampleRecovery.Complete, path, force: false)).Id);
        Assert.Equal("old", File.ReadAllText(path));
        var plan = ReportOperation.Prepare(SampleRecovery.Complete, path, force: true);
        Assert.True(plan.Replaces);
        Assert.Equal("old", File.ReadAllText(path));
        ReportOperation.Run(plan);
        Assert.StartsWith("<!doctype html>", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal("ReportUnsupported", Assert.Throws<DrException>(() => ReportOperation.Prepare("text", path, force: true)).Id);
    }

    [Fact]
    public void Prepare_ADirectory_MakesUpAName() =>
        Assert.Equal(_directory.File("recovery-20261123T030115Z.html"), ReportOperation.Prepare(SampleRecovery.Complete, _directory.Path, force: false).Path);

    [Fact]
    public void Scale_AnIdleStretch_IsDrawnShort_AndInOrder()
    {
        ReportStep[] steps = [Step(0, 10), Step(10, 10), Step(5000, 20)];
        var scale = new TimeScale(steps);
        Assert.Equal(TimeSpan.FromSeconds(5020), scale.End);
        Assert.Equal((0, 1), (scale.Place(TimeSpan.Zero), scale.Place(scale.End)));
        Assert.InRange(scale.Place(TimeSpan.FromSeconds(20)), 0.4, 0.5);
        Assert.InRange(scale.Place(TimeSpan.FromSeconds(5000)), 0.5, 0.6);
        Assert.Equal(TimeSpan.FromSeconds(4980), Assert.Single(scale.Cuts).Length);
        var same = scale.At(scale.Place(TimeSpan.FromSeconds(5010)));
        Assert.InRange(same.TotalSeconds, 5009.9, 5010.1);
    }

    private static ReportStep Step(double start, double seconds) => new("step", TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(seconds), "done", ReportTone.Good);

    private string Write(string name, object result) => File.ReadAllText(ReportOperation.Run(ReportOperation.Prepare(result, _directory.File(name), force: false)).Path);
}

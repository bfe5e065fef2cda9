using System.Globalization;
using System.Text.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Drill.Sample;
using EventLinkDr.Scenarios.Replication;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.CommandLineProgram;

public sealed class RecoverStandbyCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private StandbyPair _pair = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _pair = await StandbyPair.StartAsync(Token);
        await SampleDatabase.FillAsync(_pair.Primary, StandbyPair.Database, 0.002, NullObserver.Instance, Token);
    }

    public ValueTask DisposeAsync() => _pair.DisposeAsync();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Recover_ByPromoting_Planned_StoppedAtACheck_AndGoneOnWithoutNamingItAgain()
    {
        var standby = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_pair.StandbyTarget.Port}");
        var plan = await RunAsync("recover", "--standby", standby, "--what-if");
        Assert.True(plan.ExitCode == 0, plan.Error);
        Assert.Contains("Recover by promoting " + standby, plan.Output, StringComparison.Ordinal);
        Assert.Contains("Promote: promote " + standby, plan.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("FinalBackup", plan.Output, StringComparison.Ordinal);
        Assert.True(await SwitchScene.WritableAsync(_pair.Primary));

        Assert.Contains("no address", (await RunAsync("recover", "--standby", standby, "--what-if", "--api", "localhost")).Error, StringComparison.Ordinal);
        // An API that gives no answer.
        var stopped = await RunAsync("recover", "--standby", standby, "--yes", "--api", "http://127.0.0.1:1/", "--deadline", "1s");
        Assert.Equal((int)ErrorTable.RecoveryStopped.ExitCode, stopped.ExitCode);
        Assert.Contains("the step Health failed", stopped.Error, StringComparison.Ordinal);
        Assert.Contains("RecoveryUnfinished", (await RunAsync("recover", "--standby", standby, "--yes")).Error, StringComparison.Ordinal);

        var resumed = await RunAsync("recover", "--resume", "--yes", "--json", "--rpo", "1s");
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        var result = JsonDocument.Parse(resumed.Output).RootElement;
        Assert.Equal((standby, 0L, "Met"), (result.GetProperty("standby").GetString(), result.GetProperty("promoted").GetProperty("lostBytes").GetInt64(), result.GetProperty("rpoOutcome").GetString()));
        Assert.True(await SwitchScene.WritableAsync(_pair.Standby));
        Assert.False(await SwitchScene.WritableAsync(_pair.Primary));

        var report = await RunAsync("report", _directory.File("report.md"));
        Assert.True(report.ExitCode == 0, report.Error);
        Assert.Contains("planned switchover", await File.ReadAllTextAsync(_directory.File("report.md"), Token), StringComparison.Ordinal);
    }

    private Task<ProgramResult> RunAsync(params string[] arguments) => CommandLine.RunAsync(arguments,
        new Dictionary<string, string?>(CommandLine.Reach(_pair.PrimaryTarget, StandbyPair.Database)) { ["EVENTLINKDR_STATE_DIR"] = _directory.File("state") });
}

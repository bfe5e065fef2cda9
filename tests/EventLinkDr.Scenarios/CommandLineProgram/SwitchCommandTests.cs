using System.Globalization;
using System.Text.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Replication;
using EventLinkDr.Postgres;
using EventLinkDr.Scenarios.Replication;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.CommandLineProgram;

public sealed class SwitchCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _state = new();
    private StandbyPair _pair = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string JournalPath => _state.File("switch.json");

    private string Standby => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_pair.StandbyTarget.Port}");

    public async ValueTask InitializeAsync() => _pair = await StandbyPair.StartAsync(Token);

    public ValueTask DisposeAsync() => _pair.DisposeAsync();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Replication_OfAPairAndAServerThatIsAway_ShowsThePairAndTellsTheOther()
    {
        var result = await RunAsync("replication", "--standby", Standby, "--standby", "127.0.0.1:1", "--json");
        Assert.Equal((int)ErrorTable.ServerUnreachable.ExitCode, result.ExitCode);
        Assert.Contains("error [ServerUnreachable]", result.Error, StringComparison.Ordinal);
        Assert.Equal(["Primary", "Standby"], JsonDocument.Parse(result.Output).RootElement.EnumerateArray().Select(server => server.GetProperty("role").GetString()));
        var text = await RunAsync("replication", "--standby", Standby);
        Assert.Equal(0, text.ExitCode);
        Assert.Contains("1 standby", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Switch_PlannedOrUnanswered_ChangesNothing()
    {
        var plan = await RunAsync("switch", "--standby", Standby, "--journal-path", JournalPath, "--what-if");
        Assert.Equal(0, plan.ExitCode);
        Assert.Contains("promote " + Standby, plan.Output, StringComparison.Ordinal);
        var unanswered = await RunAsync("switch", "--standby", Standby, "--journal-path", JournalPath);
        Assert.Contains("error [ConfirmationNeeded]", unanswered.Error, StringComparison.Ordinal);
        var nothing = await RunAsync("switch", "--standby", Standby, "--journal-path", JournalPath, "--roll-back", "--yes");
        Assert.Contains("error [SwitchNotFound]", nothing.Error, StringComparison.Ordinal);
        Assert.True(await SwitchScene.WritableAsync(_pair.Primary));
        Assert.False(File.Exists(JournalPath));
        Assert.NotEqual(0, (await RunAsync("switch", "--standby", Standby, "--maximum-lag", "much")).ExitCode);
    }

    [Fact]
    public async Task Switch_ProcessKilledOnTheWay_IsTakenBackOrFinishedByALaterOne()
    {
        await KillWhileCatchingUpAsync();
        Assert.False(await SwitchScene.WritableAsync(_pair.Primary));
        var unfinished = await RunAsync("switch", "--standby", Standby, "--journal-path", JournalPath, "--yes");
        Assert.Contains("error [SwitchUnfinished]", unfinished.Error, StringComparison.Ordinal);
        Assert.Contains("--roll-back", unfinished.Error, StringComparison.Ordinal);
        var back = await RunAsync("switch", "--standby", Standby, "--journal-path", JournalPath, "--roll-back", "--yes");
        Assert.True(back.ExitCode == 0, back.Error);
        Assert.True(await SwitchScene.WritableAsync(_pair.Primary));

        await KillWhileCatchingUpAsync();
        var resumed = await RunAsync("switch", "--standby", Standby, "--journal-path", JournalPath, "--resume", "--yes", "--json");
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        var result = JsonDocument.Parse(resumed.Output).RootElement;
        Assert.Equal(("Switched", true, 0L, 2), (result.GetProperty("outcome").GetString(), result.GetProperty("resumed").GetBoolean(), result.GetProperty("lostBytes").GetInt64(),
            result.GetProperty("timeline").GetInt32()));
        Assert.True(await SwitchScene.WritableAsync(_pair.Standby));
        Assert.False(await SwitchScene.WritableAsync(_pair.Primary));
    }

    /// <summary>A query on the standby holds its replay back, so that the switch is surely in that step when it is killed.</summary>
    private async Task KillWhileCatchingUpAsync()
    {
        await StandbyPair.ExecuteAsync(_pair.Primary, StandbyPair.Database, "CREATE TABLE public.held ()");
        while (await StandbyPair.ScalarAsync(_pair.Standby, "SELECT to_regclass('public.held')") is null) await Task.Delay(20, Token);
        var reader = await _pair.Standby.OpenAsync(new SessionOptions(StandbyPair.Database), Token);
        await using (reader)
        {
            await reader.ExecuteAsync("BEGIN; SELECT FROM public.held", Token);
            await StandbyPair.ExecuteAsync(_pair.Primary, StandbyPair.Database, "DROP TABLE public.held");
            // An ended journal knows of that step too.
            File.Delete(JournalPath);
            using var process = CommandLine.Start(["switch", "--standby", Standby, "--journal-path", JournalPath, "--yes"], Reach());
            while (!process.HasExited && !(File.Exists(JournalPath) && (await File.ReadAllTextAsync(JournalPath, Token)).Contains(SwitchStep.CatchUp, StringComparison.Ordinal))) await Task.Delay(20, Token);
            Assert.False(process.HasExited);
            process.Kill();
            await process.WaitForExitAsync(Token);
        }
    }

    private Dictionary<string, string?> Reach() => CommandLine.Reach(_pair.PrimaryTarget, StandbyPair.Database);

    private Task<ProgramResult> RunAsync(params string[] arguments) => CommandLine.RunAsync(arguments, Reach());
}

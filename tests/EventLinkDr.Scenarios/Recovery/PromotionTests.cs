using System.Collections.Concurrent;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Drill.Sample;
using EventLinkDr.Operations.Recovery;
using EventLinkDr.Operations.Replication;
using EventLinkDr.Scenarios.Replication;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Recovery;

/// <summary>Recoveries that promote a standby, of two bare servers.</summary>
public sealed class PromotionTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly MemoryStores _stores = new();
    private string? _journal;

    private string JournalPath => _directory.File("recovery.json");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RecoveryOptions Options => new()
    {
        Standby = "standby", JournalPath = _journal ?? JournalPath, RpoObjective = TimeSpan.FromSeconds(1), Switch = new SwitchOptions { ConnectTimeout = TimeSpan.FromSeconds(5) },
    };

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false)]
    // Both journals in a store: that of the recovery, and that of the switch below it.
    [InlineData(true)]
    public async Task Run_KilledOnTheWay_GoesOnWithTheSwitch_AndLosesNothing(bool inStore)
    {
        _journal = inStore ? "s3://bucket/dr" : JournalPath;
        await using var scene = await StartAsync();
        await using var load = new WriteLoad(scene.Pair.Primary, clients: 1);
        await load.WaitForAsync(20);

        var plan = await PrepareAsync(scene, Options);
        Assert.Equal(
            [
                RecoveryStepName.MaintenanceOn, RecoveryStepName.StopServices, RecoveryStepName.Promote, RecoveryStepName.RevisionCheck, RecoveryStepName.Migrate,
                RecoveryStepName.StartServices, RecoveryStepName.Health, RecoveryStepName.MaintenanceOff, RecoveryStepName.TestRegistration,
            ], plan.Schedule.Select(step => step.Name));
        Assert.Contains(plan.Steps, step => step.Description.StartsWith("Promote: promote ", StringComparison.Ordinal));
        Assert.Contains("by promoting", plan.Operation, StringComparison.Ordinal);
        Assert.False(File.Exists(JournalPath));
        Assert.All(_stores.Places.Values, store => Assert.Empty(store.Names));

        // Before the promotion, in it, and when it was made and the recovery's journal does not know yet.
        var kills = 0;
        foreach (var word in (string[])["phase: " + SwitchStep.CatchUp, "phase: " + SwitchStep.Prove, "phase: RevisionCheck"])
        {
            await Assert.ThrowsAsync<KilledObserver.KilledException>(() =>
                RunAsync(scene, Options with { Resume = kills++ > 0 }, new KilledObserver(heard => heard.StartsWith(word, StringComparison.Ordinal))));
            Assert.Equal("RecoveryUnfinished", (await Assert.ThrowsAsync<DrException>(() => PrepareAsync(scene, Options))).Id);
        }

        var result = await RunAsync(scene, Options with { Resume = true });

        Assert.True(result.Succeeded);
        Assert.Equal(3, result.Resumed);
        Assert.Equal((SwitchMode.Switchover, 0L, TimeSpan.Zero), (result.Promoted!.Mode, result.Promoted.LostBytes, result.MeasuredDataLoss));
        Assert.Equal(ObjectiveOutcome.Met, result.RpoOutcome);
        Assert.Empty(load.Acknowledged.Select(write => write.Id).Except(await WriteLoad.ReadAsync(scene.Pair.Standby)));
        Assert.False(await SwitchScene.WritableAsync(scene.Pair.Primary));
        // Backend and worker belong to the recovery's own steps.
        Assert.DoesNotContain(scene.Services.Calls, call => call.StartsWith("start", StringComparison.Ordinal));
        Assert.Equal(result.Promoted.Timeline, (await RecoveryJournal.ReadLastAsync(scene.Pair.PrimaryTarget, _journal, _stores, Token))!.Promoted!.Timeline);
        // Of each journal its last word is left.
        Assert.Equal(inStore ? [1, 1] : [], _stores.Places.Values.Where(store => store.Names.Count > 0).Select(store => store.Names.Count));
    }

    [Fact]
    public async Task Run_ThePrimaryDiesAfterThePlan_IsNoFailoverByItself_AndBecomesOneByResume()
    {
        await using var scene = await StartAsync();
        await using (var load = new WriteLoad(scene.Pair.Primary, clients: 1)) await load.WaitForAsync(20);
        var agreed = await PrepareAsync(scene, Options);
        await scene.Pair.PrimaryCluster.StopServerAsync("immediate", Token);

        var error = await Assert.ThrowsAsync<DrException>(() => Operation(scene).RunAsync(agreed, NullObserver.Instance, Token));
        Assert.Equal("RecoveryStopped", error.Id);
        Assert.Contains("Promote", error.Message, StringComparison.Ordinal);
        Assert.Contains("-Resume", error.Remedy, StringComparison.Ordinal);

        // Nothing proves that it is off: that a person must say.
        Assert.Equal("OldPrimaryWritable", (await Assert.ThrowsAsync<DrException>(() => PrepareAsync(scene, Options with { Resume = true }))).Id);
        var options = Options with { Resume = true, Switch = Options.Switch with { AcceptDataLoss = true } };
        Assert.Contains((await PrepareAsync(scene, options)).Steps, step => step.Description.Contains("failover", StringComparison.Ordinal));
        var result = await RunAsync(scene, options);

        Assert.Equal((SwitchMode.Failover, (long?)null, (TimeSpan?)null), (result.Promoted!.Mode, result.Promoted.LostBytes, result.MeasuredDataLoss));
        Assert.True(result.DataLossAtMost > TimeSpan.Zero);
        Assert.Contains("nothing proves", result.Steps.Single(step => step.Name == RecoveryStepName.Promote).Detail, StringComparison.Ordinal);
        Assert.True(await SwitchScene.WritableAsync(scene.Pair.Standby));
    }

    private static async Task<SwitchScene> StartAsync()
    {
        var scene = await SwitchScene.StartAsync();
        await SampleDatabase.FillAsync(scene.Pair.Primary, StandbyPair.Database, 0.002, NullObserver.Instance, Token);
        return scene;
    }

    private RecoveryOperation Operation(SwitchScene scene) => new(scene.Parties with { Stores = _stores });

    private Task<RecoveryPlan> PrepareAsync(SwitchScene scene, RecoveryOptions options) => Operation(scene).PreparePromotionAsync(options, Token);

    private async Task<RecoveryResult> RunAsync(SwitchScene scene, RecoveryOptions options, IOperationObserver? observer = null) =>
        await Operation(scene).RunAsync(await PrepareAsync(scene, options), observer ?? NullObserver.Instance, Token);

    private sealed class MemoryStores : IStoreOpener
    {
        public ConcurrentDictionary<string, MemoryStore> Places { get; } = new();

        public IBackupStore Open(BackupLocation location) => Places.GetOrAdd(location.ToString(), _ => new MemoryStore());
    }
}

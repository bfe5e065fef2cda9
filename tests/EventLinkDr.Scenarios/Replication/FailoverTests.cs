using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Replication;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Replication;

public sealed class FailoverTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failover_StandbyCutOff_LosesExactlyWhatIsPastTheReportedPosition()
    {
        await using var scene = await SwitchScene.StartAsync();
        await using var load = new WriteLoad(scene.Pair.Primary, clients: 1);
        await load.WaitForAsync(100);
        await scene.Pair.CutAsync();
        await load.WaitForAsync(100);

        // Too much to lose without being told so: everything is as before.
        var refused = await Assert.ThrowsAnyAsync<DrException>(() => scene.SwitchAsync(scene.Options with { Failover = true, MaximumLag = 0 }));
        Assert.Equal("SwitchRefused", refused.Id);
        await load.WaitForAsync(20);

        var result = await scene.SwitchAsync(scene.Options with { Failover = true });

        var there = await WriteLoad.ReadAsync(scene.Pair.Standby);
        var acknowledged = load.Acknowledged;
        var kept = acknowledged.Where(write => write.After <= result.PromotedAt).ToList();
        var lost = acknowledged.Where(write => write.Before >= result.PromotedAt).ToList();
        Assert.True(kept.Count >= 100 && lost.Count >= 100, $"{kept.Count} kept, {lost.Count} lost");
        // One writer: at most the one that was on its way stands on the line.
        Assert.True(acknowledged.Count - kept.Count - lost.Count <= 1);
        Assert.Empty(kept.Select(write => write.Id).Except(there));
        Assert.Empty(lost.Select(write => write.Id).Intersect(there));
        Assert.True(result.LostBytes > 1000);
        Assert.True(result.MeasuredDataLoss > TimeSpan.Zero);
        Assert.Equal((SwitchMode.Failover, true), (result.Mode, result.OldPrimaryFenced));
        Assert.False(await SwitchScene.WritableAsync(scene.Pair.Primary));
    }

    [Fact]
    public async Task Failover_SynchronousStandbyAway_IsNotWaitedForWithTheFence()
    {
        await using var scene = await SwitchScene.StartAsync();
        await scene.Pair.CutAsync();
        // From now on an ordinary commit on the old primary never returns.
        await StandbyPair.ExecuteAsync(scene.Pair.Primary, StandbyPair.Database, "ALTER SYSTEM SET synchronous_standby_names = 'standby'");
        await StandbyPair.ExecuteAsync(scene.Pair.Primary, StandbyPair.Database, "SELECT pg_reload_conf()");
        while (await StandbyPair.ScalarAsync(scene.Pair.Primary, "SELECT current_setting('synchronous_standby_names')") != "standby") await Task.Delay(20, Token);

        var result = await scene.SwitchAsync(scene.Options with { Failover = true });

        Assert.Equal((SwitchOutcome.Switched, true), (result.Outcome, result.OldPrimaryFenced));
        Assert.True(await SwitchScene.WritableAsync(scene.Pair.Standby));
    }

    [Fact]
    public async Task Failover_PrimaryGone_NeedsTheLossToBeAccepted()
    {
        await using var scene = await SwitchScene.StartAsync();
        await using (var load = new WriteLoad(scene.Pair.Primary, clients: 1)) await load.WaitForAsync(50);
        await scene.Pair.PrimaryCluster.StopServerAsync("immediate", Token);

        var planned = await scene.RefusedAsync(scene.Options);
        Assert.Equal("ServerUnreachable", planned.Id);
        Assert.Contains("-Failover", planned.Remedy, StringComparison.Ordinal);
        var unproven = await scene.RefusedAsync(scene.Options with { Failover = true });
        Assert.Equal("OldPrimaryWritable", unproven.Id);
        Assert.Contains("-AcceptDataLoss", unproven.Remedy, StringComparison.Ordinal);
        Assert.Empty(scene.Services.Calls);

        var observer = new RecordingObserver();
        var result = await scene.SwitchAsync(scene.Options with { Failover = true, AcceptDataLoss = true }, observer);

        Assert.Contains(observer.Warnings, warning => warning.Contains("nothing proves", StringComparison.Ordinal));
        Assert.Equal((false, null, null), (result.OldPrimaryFenced, result.LostBytes, result.MeasuredDataLoss));
        Assert.NotNull(result.PromotedAt);
        Assert.NotNull(result.LastReplayedCommit);
        Assert.True(await SwitchScene.WritableAsync(scene.Pair.Standby));
    }
}

using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Replication;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Replication;

public sealed class SwitchoverTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Switchover_UnderWriteLoad_KeepsEveryAcknowledgedWrite()
    {
        await using var scene = await SwitchScene.StartAsync();
        SwitchResult result;
        IReadOnlyList<WriteLoad.Write> acknowledged;
        await using (var load = new WriteLoad(scene.Pair.Primary, clients: 4))
        {
            await load.WaitForAsync(200);
            result = await scene.SwitchAsync(scene.Options);
            acknowledged = load.Acknowledged;
        }

        var there = await WriteLoad.ReadAsync(scene.Pair.Standby);
        Assert.Empty(acknowledged.Select(write => write.Id).Except(there));
        Assert.True(await SwitchScene.WritableAsync(scene.Pair.Standby));
        Assert.False(await SwitchScene.WritableAsync(scene.Pair.Primary));

        Assert.Equal((SwitchOutcome.Switched, SwitchMode.Switchover, 2), (result.Outcome, result.Mode, result.Timeline));
        Assert.Equal((0L, TimeSpan.Zero, true, false), (result.LostBytes, result.MeasuredDataLoss, result.OldPrimaryFenced, result.OldPrimaryClosed));
        Assert.True(result.PromotedAt >= result.FinalLsn);
        Assert.Equal(["stop backend,worker", "start backend,worker"], scene.Services.Calls);
        Assert.Equal(["db-standby:5432"], scene.Redirect.Addresses);
        Assert.Equal("db-standby:5432", result.ServiceAddress);
        // Nothing is left of the proof, and nothing to be resumed.
        Assert.Null(await StandbyPair.ScalarAsync(scene.Pair.Standby, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'eventlinkdr%'"));
        Assert.Equal("SwitchNotFound", (await scene.RefusedAsync(scene.Options with { Resume = true })).Id);
    }

    [Fact]
    public async Task Switchover_SessionThatLiftsTheFenceForItself_IsNoticedAndTakenBack()
    {
        await using var scene = await SwitchScene.StartAsync();
        await using var load = new WriteLoad(scene.Pair.Primary, clients: 2, rude: true);
        await load.WaitForAsync(20);

        var error = await Assert.ThrowsAnyAsync<DrException>(() => scene.SwitchAsync(scene.Options with { CatchUpTimeout = TimeSpan.FromSeconds(2) }));

        Assert.Equal("OldPrimaryWritable", error.Id);
        Assert.True(await SwitchScene.WritableAsync(scene.Pair.Primary));
        Assert.Equal("true", await StandbyPair.ScalarAsync(scene.Pair.Standby, "SELECT pg_is_in_recovery()"));
        Assert.Equal(["backend", "worker"], scene.Services.Running);
        Assert.Equal("SwitchNotFound", (await scene.RefusedAsync(scene.Options with { RollBack = true })).Id);
    }

    [Fact]
    public async Task Prepare_PairThatDoesNotFit_IsRefusedAndNothingIsTouched()
    {
        await using var scene = await SwitchScene.StartAsync();
        await postgres.ExecuteAsync("postgres", "CREATE DATABASE eventlink");

        var other = await scene.RefusedAsync(scene.Options, postgres.Server);
        Assert.Equal("SwitchRefused", other.Id);
        Assert.Contains("copies of different servers", other.Message, StringComparison.Ordinal);

        var itself = await scene.RefusedAsync(scene.Options, scene.Pair.Primary);
        Assert.Equal("SwitchRefused", itself.Id);
        Assert.Contains("is no standby", itself.Message, StringComparison.Ordinal);

        await StandbyPair.ExecuteAsync(scene.Pair.Standby, StandbyPair.Database, "SELECT pg_wal_replay_pause()");
        var paused = await scene.RefusedAsync(scene.Options);
        Assert.Equal("SwitchRefused", paused.Id);
        Assert.Contains("pg_wal_replay_resume", paused.Remedy, StringComparison.Ordinal);
        Assert.Contains("is paused", (await scene.RefusedAsync(scene.Options with { Failover = true, AcceptDataLoss = true })).Message, StringComparison.Ordinal);
        await StandbyPair.ExecuteAsync(scene.Pair.Standby, StandbyPair.Database, "SELECT pg_wal_replay_resume()");

        await scene.Pair.CutAsync();
        await StandbyPair.ExecuteAsync(scene.Pair.Primary, StandbyPair.Database, "INSERT INTO public.writes SELECT generate_series(1, 10000)");
        Assert.Contains("does not receive", (await scene.RefusedAsync(scene.Options)).Message, StringComparison.Ordinal);

        Assert.True(await SwitchScene.WritableAsync(scene.Pair.Primary));
        Assert.Empty(scene.Services.Calls);
        Assert.False(File.Exists(scene.JournalPath));
    }

    [Fact]
    public async Task Killed_BeforeThePromotion_RollBackLeavesTheOldPrimary()
    {
        await using var scene = await SwitchScene.StartAsync();
        foreach (var step in (string[])[SwitchStep.StopServices, SwitchStep.Fence, "prove the fence", SwitchStep.CatchUp, SwitchStep.Close, SwitchStep.Promote])
        {
            await Assert.ThrowsAsync<SwitchScene.Killed>(() => scene.SwitchAsync(scene.Options, KillAt(step)));

            var unfinished = await scene.RefusedAsync(scene.Options);
            Assert.Equal("SwitchUnfinished", unfinished.Id);
            Assert.Contains("-Resume", unfinished.Remedy, StringComparison.Ordinal);
            Assert.Contains("-RollBack", unfinished.Remedy, StringComparison.Ordinal);
            var result = await scene.SwitchAsync(scene.Options with { RollBack = true });

            Assert.Equal(SwitchOutcome.RolledBack, result.Outcome);
            Assert.True(await SwitchScene.WritableAsync(scene.Pair.Primary), step);
            Assert.False(await SwitchScene.WritableAsync(scene.Pair.Standby), step);
            Assert.Equal(["backend", "worker"], scene.Services.Running);
        }
    }

    [Fact]
    public async Task Killed_AtEveryStepInTurn_ResumeEndsWithOnePrimaryAndEveryWrite()
    {
        await using var scene = await SwitchScene.StartAsync();
        await using var load = new WriteLoad(scene.Pair.Primary, clients: 2);
        await load.WaitForAsync(50);
        var options = scene.Options;
        foreach (var step in (string[])[SwitchStep.StopServices, SwitchStep.Fence, "prove the fence", SwitchStep.CatchUp, SwitchStep.Close, SwitchStep.Promote, SwitchStep.Lift,
            SwitchStep.Prove, SwitchStep.Redirect, SwitchStep.StartServices])
        {
            await Assert.ThrowsAsync<SwitchScene.Killed>(() => scene.SwitchAsync(options, KillAt(step)));
            options = scene.Options with { Resume = true };
            if (step != SwitchStep.Lift) continue;
            var back = await scene.RefusedAsync(scene.Options with { RollBack = true, AcceptDataLoss = true });
            Assert.Equal("SwitchRefused", back.Id);
            Assert.Contains("-Resume", back.Remedy, StringComparison.Ordinal);
        }

        var result = await scene.SwitchAsync(options);

        Assert.Equal((SwitchOutcome.Switched, true, 0L), (result.Outcome, result.Resumed, result.LostBytes));
        Assert.Empty(load.Acknowledged.Select(write => write.Id).Except(await WriteLoad.ReadAsync(scene.Pair.Standby)));
        Assert.True(await SwitchScene.WritableAsync(scene.Pair.Standby));
        Assert.False(await SwitchScene.WritableAsync(scene.Pair.Primary));
        Assert.Equal(["backend", "worker"], scene.Services.Running);
        Assert.Equal("db-standby:5432", scene.Redirect.Addresses[^1]);
    }

    [Fact]
    public async Task Switchover_Cancelled_IsTakenBack()
    {
        await using var scene = await SwitchScene.StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var operation = scene.Operation();
        var plan = await operation.PrepareAsync(scene.Options, Token);
        var observer = new RecordingObserver { OnPhase = phase => { if (phase == SwitchStep.CatchUp) stop.Cancel(); } };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => operation.RunAsync(plan, observer, stop.Token));

        Assert.True(await SwitchScene.WritableAsync(scene.Pair.Primary));
        Assert.Equal(["backend", "worker"], scene.Services.Running);
        await scene.SwitchAsync(scene.Options);
        Assert.True(await SwitchScene.WritableAsync(scene.Pair.Standby));
    }

    private static RecordingObserver KillAt(string step) => new()
    {
        OnPhase = phase => { if (phase == step) throw new SwitchScene.Killed(); },
    };
}

using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Databases;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Restore;

public sealed class LeftoverTests(PostgresFixture postgres)
{
    private readonly Databases _databases = new(postgres);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cleanup_DropsWhatADeadRunMade_AndNothingElse()
    {
        await _databases.CreateMarkedAsync("left_a_restore_20260101t000000z", "dead", Databases.Unfinished("left_a", Guid.NewGuid()));
        await _databases.CreateMarkedAsync("left_a_before_20260101t000000z", "kept", Databases.Kept("left_a", 1));
        await _databases.CreateAsync("left_a_restore_20260102t000000z", "of a user");
        await _databases.CreateAsync("left_a_restore_y", "of a user");
        var observer = new RecordingObserver();
        var report = await new LeftoverCleanup(new TestDeployment(postgres, "left_a")).RunAsync(observer, Token);
        Assert.Equal(["left_a_restore_20260101t000000z"], report.Databases);
        Assert.Equal(["left_a_before_20260101t000000z", "left_a_restore_20260102t000000z", "left_a_restore_y"], await _databases.NamesAsync("left_a"));
        Assert.Equal(["left_a_restore_20260102t000000z"], report.Unknown);
        Assert.Contains(observer.Warnings, line => line.Contains("left_a_restore_20260102t000000z", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cleanup_OfALivingRun_IsLeftAlone()
    {
        await using var living = await RunLock.AcquireAsync(postgres.Server, "left_b_other", Token);
        await _databases.CreateMarkedAsync("left_b_restore_20260101t000000z", "living", Databases.Unfinished("left_b", living.Run));
        Assert.Empty((await new LeftoverCleanup(new TestDeployment(postgres, "left_b")).RunAsync(NullObserver.Instance, Token)).Databases);
        Assert.Single(await _databases.NamesAsync("left_b"));
    }

    [Fact]
    public async Task Cleanup_RunOnAnotherMaintenanceDatabase_IsSeenAsLiving()
    {
        // A run that replaces the database postgres works from template1; advisory locks do not cross databases, only the view of them does.
        await using var living = await RunLock.AcquireAsync(postgres.Server, "postgres", Token);
        await _databases.CreateMarkedAsync("left_c_restore_20260101t000000z", "living", Databases.Unfinished("left_c", living.Run));
        Assert.Empty((await new LeftoverCleanup(new TestDeployment(postgres, "left_c")).RunAsync(NullObserver.Instance, Token)).Databases);
        Assert.Single(await _databases.NamesAsync("left_c"));
    }

    [Fact]
    public async Task Cleanup_MarkOfAnotherDatabase_IsLeftAlone()
    {
        await _databases.CreateAsync("left_d_copy", "of a copy");
        await _databases.CommentAsync("left_d_copy", Databases.Unfinished("left_d", Guid.NewGuid()).ToComment());
        await new LeftoverCleanup(new TestDeployment(postgres, "left_d")).RunAsync(NullObserver.Instance, Token);
        Assert.Single(await _databases.NamesAsync("left_d"));
    }

    [Fact]
    public async Task Cleanup_ServicesLeftStopped_AreStarted()
    {
        var services = new RecordingServices("backend", "worker");
        await services.StopAsync(["backend", "worker"], Token);
        var report = await new LeftoverCleanup(new TestDeployment(postgres, "left_e") { Services = services }).RunAsync(NullObserver.Instance, Token);
        Assert.Equal(["backend", "worker"], report.Services);
        Assert.Equal(["backend", "worker"], services.Running);
    }

    [Fact]
    public async Task Cleanup_WhileARestoreRuns_LeavesItsServicesStopped()
    {
        var services = new RecordingServices("backend");
        await services.StopAsync(["backend"], Token);
        await using var living = await RunLock.AcquireAsync(postgres.Server, "left_f", Token);
        await new LeftoverCleanup(new TestDeployment(postgres, "left_f") { Services = services }).RunAsync(NullObserver.Instance, Token);
        Assert.Empty(services.Running);
    }

    [Fact]
    public async Task Find_ChangesNothing()
    {
        await _databases.CreateMarkedAsync("left_g_restore_20260101t000000z", "dead", Databases.Unfinished("left_g", Guid.NewGuid()));
        var report = await new LeftoverCleanup(new TestDeployment(postgres, "left_g")).FindAsync(Token);
        Assert.Contains("left_g_restore_20260101t000000z", report.Databases);
        Assert.Single(await _databases.NamesAsync("left_g"));
    }

    [Fact]
    public async Task Create_ClientKilledWhileTheServerIsAtIt_IsMarkedAllTheSame()
    {
        await using (var client = new Killable(postgres, "left_j", new RecordingServices()))
        {
            await using var session = await client.Deployment.Server.OpenAsync(new SessionOptions("postgres"), Token);
            var properties = (await DatabasePropertiesReader.ReadAsync(session, "postgres", Token))!;
            var creation = Task.Run(() => OwnedDatabase.CreateAsync(session, "left_j_restore_20260101t000000z", "left_j", properties, Guid.NewGuid(), Token), Token);
            while (!creation.IsCompleted && await postgres.ScalarAsync("postgres", "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CREATE DATABASE \"left_j_%' AND state = 'active'") == "0")
            {
            }

            client.Kill();
            await creation.ContinueWith(_ => { }, Token, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        while ((await _databases.NamesAsync("left_j")).Count == 0) await Task.Delay(20, Token);
        while (await _databases.CommentOfAsync("left_j_restore_20260101t000000z") is null) await Task.Delay(20, Token);
        await new LeftoverCleanup(new TestDeployment(postgres, "left_j")).RunAsync(NullObserver.Instance, Token);
        Assert.Empty(await _databases.NamesAsync("left_j"));
    }

    [Fact]
    public async Task RunLock_Acquire_ExcludesTheSameDatabaseOnly()
    {
        await using var first = await RunLock.AcquireAsync(postgres.Server, "left_h", Token);
        Assert.Null(await RunLock.TryAcquireAsync(postgres.Server, "left_h", Token));
        await using var other = await RunLock.AcquireAsync(postgres.Server, "left_h2", Token);
        await first.DisposeAsync();
        await using var next = await RunLock.AcquireAsync(postgres.Server, "left_h", Token);
    }

    [Fact]
    public async Task RunLock_SessionEnded_IsNoticed()
    {
        await using var held = await RunLock.AcquireAsync(postgres.Server, "left_i", Token);
        await held.EnsureHeldAsync(Token);
        await postgres.ExecuteAsync("postgres",
            FormattableString.Invariant($"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid::bigint = {AdvisoryKey.OfRun(held.Run) & 0xffffffff}"));
        await Assert.ThrowsAnyAsync<DrException>(() => held.EnsureHeldAsync(Token));
    }
}

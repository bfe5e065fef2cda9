using System.Diagnostics;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Operations.Rollback;
using EventLinkDr.Postgres;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Restore;

/// <summary>Killed at any moment: the old database serves, or the restored and proven one; the next command cleans up; nobody else's database is touched.</summary>
public sealed class RestoreKillTests(PostgresFixture postgres)
{
    private readonly Databases _databases = new(postgres);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Phases => new()
    {
        { "create database", "old" }, { "load", "old" }, { "prove", "old" }, { "analyze", "old" }, { "apply properties", "old" }, { "stop services", "old" }, { "swap", "old" },
        // The names were swapped and what serves is proven; only the services are missing, and the next command starts them.
        { "start services", "restored" },
    };

    [Theory]
    [MemberData(nameof(Phases))]
    public async Task Restore_KilledAtAPhase_ServesAndIsCleanedUp(string phase, string serves)
    {
        var database = "rk_" + phase.Replace(' ', '_');
        var services = await PrepareAsync(database);
        await using (var client = new Killable(postgres, database, services))
        {
            var observer = new RecordingObserver
            {
                OnPhase = name =>
                {
                    if (name == phase) client.Kill();
                },
            };
            await Assert.ThrowsAnyAsync<DrException>(() => Restoring.RunAsync(client.Deployment, observer: observer));
        }

        Assert.Equal(serves, await _databases.WhichAsync(database));
        await AssertNextCommandCleansUpAsync(database, services, kept: serves == "old" ? 0 : 1);
        Assert.Equal(serves, await _databases.WhichAsync(database));
        // And a restore works as if nothing had been.
        await Restoring.RunAsync(new TestDeployment(postgres, database) { Services = services }, new SqlContent { Sql = SqlContent.Table + "UPDATE public.which SET name = 'again'" });
        Assert.Equal("again", await _databases.WhichAsync(database));
    }

    [Fact]
    public async Task Restore_KilledAtSpreadMoments_ServesAndIsCleanedUp()
    {
        // The time a whole one takes, with everything warm.
        var services = await PrepareAsync("rk_moment_0");
        await Restoring.RunAsync(new TestDeployment(postgres, "rk_moment_0") { Services = services });
        var begin = Stopwatch.GetTimestamp();
        await Restoring.RunAsync(new TestDeployment(postgres, "rk_moment_0") { Services = services });
        var whole = Stopwatch.GetElapsedTime(begin);
        const int Moments = 8;
        for (var i = 1; i <= Moments; i++)
        {
            var database = FormattableString.Invariant($"rk_moment_{i}");
            services = await PrepareAsync(database);
            bool finished;
            await using (var client = new Killable(postgres, database, services))
            {
                var restore = Task.Run(() => Restoring.RunAsync(client.Deployment), Token);
                await Task.Delay(whole * i / Moments, Token);
                client.Kill();
                finished = await restore.ContinueWith(task => task.IsCompletedSuccessfully, Token, TaskContinuationOptions.None, TaskScheduler.Default);
            }

            var serves = await _databases.WhichAsync(database);
            if (finished) Assert.Equal("restored", serves);
            await AssertNextCommandCleansUpAsync(database, services, kept: serves == "old" ? 0 : 1);
            Assert.Equal(serves, await _databases.WhichAsync(database));
        }
    }

    [Theory]
    [InlineData("create database")]
    [InlineData("load")]
    [InlineData("prove")]
    [InlineData("analyze")]
    [InlineData("apply properties")]
    [InlineData("stop services")]
    [InlineData("swap")]
    [InlineData("start services")]
    public async Task Restore_CancelledAtAPhase_CleansUpItself(string phase)
    {
        var database = "rk_c_" + phase.Replace(' ', '_');
        var services = await PrepareAsync(database);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var first = true;
        var observer = new RecordingObserver
        {
            OnPhase = name =>
            {
                if (name != phase || !first) return;
                first = false;
                stop.Cancel();
                stop.Token.ThrowIfCancellationRequested();
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Restoring.RunAsync(new TestDeployment(postgres, database) { Services = services }, observer: observer, token: stop.Token));
        Assert.Equal("old", await _databases.WhichAsync(database));
        Assert.Equal(OwnAnd(database), await _databases.NamesAsync(database));
        Assert.Equal(["backend", "worker"], services.Running);
    }

    [Fact]
    public async Task Restore_CancelledInTheMiddleOfLoading_CleansUpItself()
    {
        var services = await PrepareAsync("rk_middle");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stop.CancelAfter(TimeSpan.FromSeconds(3));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Restoring.RunAsync(new TestDeployment(postgres, "rk_middle") { Services = services },
            new SqlContent { Sql = "SELECT pg_sleep(600)" }, token: stop.Token));
        Assert.Equal(OwnAnd("rk_middle"), await _databases.NamesAsync("rk_middle"));
    }

    [Theory]
    [InlineData("clear")]
    [InlineData("load")]
    [InlineData("prove")]
    [InlineData("commit")]
    public async Task InPlace_KilledAtAPhase_HoldsTheOldContent(string phase)
    {
        var database = "rk_i_" + phase;
        var services = await PrepareAsync(database);
        await using (var client = new Killable(postgres, database, services))
        {
            var observer = new RecordingObserver
            {
                OnPhase = name =>
                {
                    if (name == phase) client.Kill();
                },
            };
            await Assert.ThrowsAnyAsync<DrException>(() =>
                Restoring.RunAsync(client.Deployment, options: new RestoreOptions { Mode = RestoreMode.InPlace, SkipSafetyBackup = true }, observer: observer));
        }

        Assert.Equal("old", await _databases.WhichAsync(database));
        await AssertNextCommandCleansUpAsync(database, services, kept: 0);
    }

    [Fact]
    public async Task Undo_KilledAtSpreadMoments_ServesAndIsCleanedUp()
    {
        for (var i = 0; i < 8; i++)
        {
            var database = FormattableString.Invariant($"rk_undo_{i}");
            var services = await PrepareAsync(database);
            await _databases.CreateMarkedAsync(database + "_kept", "kept", Databases.Kept(database, 1, "mine"));
            await using (var client = new Killable(postgres, database, services))
            {
                var undo = new UndoOperation(client.Deployment);
                var plan = await undo.PrepareAsync(null, Token);
                var run = Task.Run(() => undo.RunAsync(plan, NullObserver.Instance, Token), Token);
                await Task.Delay(i * 40, Token);
                client.Kill();
                await run.ContinueWith(_ => { }, Token, TaskContinuationOptions.None, TaskScheduler.Default);
            }

            var serves = await _databases.WhichAsync(database);
            Assert.Contains(serves, new[] { "old", "kept" });
            await AssertNextCommandCleansUpAsync(database, services, kept: 1);
            Assert.Single(await new RollbackCatalog(new TestDeployment(postgres, database)).ListAsync(Token));
        }
    }

    /// <summary>A database in service, with a neighbour that looks like ours and is not.</summary>
    private async Task<RecordingServices> PrepareAsync(string database)
    {
        await _databases.CreateAsync(database, "old");
        await _databases.CreateAsync(database + "_restore_20260101t000000z", "of a user");
        return new RecordingServices("backend", "worker");
    }

    private static string[] OwnAnd(string database) => [database, database + "_restore_20260101t000000z"];

    private async Task AssertNextCommandCleansUpAsync(string database, RecordingServices services, int kept)
    {
        services.OnCall = null;
        await WaitForTheDeadAsync(database);
        await new LeftoverCleanup(new TestDeployment(postgres, database) { Services = services }).RunAsync(NullObserver.Instance, Token);
        var names = await _databases.NamesAsync(database);
        Assert.Equal(OwnAnd(database), names.Except(names.Where(name => name.Contains("_before_", StringComparison.Ordinal) || name.EndsWith("_kept", StringComparison.Ordinal))));
        Assert.Equal(OwnAnd(database).Length + kept, names.Count);
        Assert.Equal(["backend", "worker"], services.Running);
    }

    /// <summary>The server works off what a dead client had sent before it notices.</summary>
    private async Task WaitForTheDeadAsync(string database)
    {
        while (await postgres.ScalarAsync("postgres",
            $"SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'EventLinkDr%' AND pid <> pg_backend_pid() AND query LIKE '%{database}%'") != "0"
            || await IsLockedAsync(database))
        {
            await Task.Delay(50, Token);
        }
    }

    private async Task<bool> IsLockedAsync(string database)
    {
        await using var session = await postgres.Server.OpenAsync(new SessionOptions("postgres"), Token);
        return await Postgres.Databases.RunLock.IsHeldAsync(session, database, Token);
    }
}

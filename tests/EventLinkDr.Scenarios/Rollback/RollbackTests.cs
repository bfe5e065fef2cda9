using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Rollback;
using EventLinkDr.Postgres;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Rollback;

public sealed class RollbackTests(PostgresFixture postgres)
{
    private readonly Restore.Databases _databases = new(postgres);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_NewestFirst_OfThisDatabaseOnly()
    {
        await _databases.CreateMarkedAsync("kept_a_1", "x", Restore.Databases.Kept("kept_a", 5));
        await _databases.CreateMarkedAsync("kept_a_2", "x", Restore.Databases.Kept("kept_a", 2));
        await _databases.CreateMarkedAsync("kept_a_3", "x", Restore.Databases.Kept("kept_a_other", 1));
        await _databases.CreateMarkedAsync("kept_a_4", "x", Restore.Databases.Unfinished("kept_a", Guid.NewGuid()));
        var kept = await new RollbackCatalog(new TestDeployment(postgres, "kept_a")).ListAsync(Token);
        Assert.Equal(["kept_a_2", "kept_a_1"], kept.Select(database => database.Name));
        Assert.True(kept[0].Size > 1_000_000);
        Assert.Equal("kept_a", kept[0].Database);
    }

    [Fact]
    public async Task Remove_DropsTheNamedOnesOnly()
    {
        await _databases.CreateMarkedAsync("kept_b_1", "x", Restore.Databases.Kept("kept_b", 5));
        await _databases.CreateMarkedAsync("kept_b_2", "x", Restore.Databases.Kept("kept_b", 2));
        var removal = new RollbackRemoval(new TestDeployment(postgres, "kept_b"));
        var plan = await removal.PrepareAsync(["kept_b_1"], Token);
        Assert.Equal(["kept_b_1", "kept_b_2"], await _databases.NamesAsync("kept_b"));
        await removal.RunAsync(plan, NullObserver.Instance, Token);
        Assert.Equal(["kept_b_2"], await _databases.NamesAsync("kept_b"));
    }

    [Fact]
    public async Task Remove_AUsersOwnDatabase_IsRefused()
    {
        await _databases.CreateAsync("kept_c_before_20260101t000000z", "of a user");
        var removal = new RollbackRemoval(new TestDeployment(postgres, "kept_c"));
        var error = await Assert.ThrowsAsync<DrException>(() => removal.PrepareAsync(["kept_c_before_20260101t000000z"], Token));
        Assert.Equal("RollbackNotFound", error.Id);
    }

    [Fact]
    public async Task Remove_InUse_IsRefusedAndNamesWho()
    {
        await _databases.CreateMarkedAsync("kept_d_1", "x", Restore.Databases.Kept("kept_d", 5));
        var removal = new RollbackRemoval(new TestDeployment(postgres, "kept_d"));
        var plan = await removal.PrepareAsync(["kept_d_1"], Token);
        await using var session = await postgres.Server.OpenAsync(new SessionOptions("kept_d_1") { ApplicationName = "somebody" }, Token);
        Assert.Equal("DatabaseInUse", (await Assert.ThrowsAsync<DrException>(() => removal.PrepareAsync(["kept_d_1"], Token))).Id);
        var error = await Assert.ThrowsAsync<DrException>(() => removal.RunAsync(plan, NullObserver.Instance, Token));
        Assert.Equal("DatabaseInUse", error.Id);
        Assert.Contains("somebody of eventlink", error.Message, StringComparison.Ordinal);
        Assert.Single(await _databases.NamesAsync("kept_d"));
    }

    [Fact]
    public async Task Remove_AnotherDatabaseHasTheNameNow_IsRefused()
    {
        await _databases.CreateMarkedAsync("kept_e_1", "x", Restore.Databases.Kept("kept_e", 5));
        var removal = new RollbackRemoval(new TestDeployment(postgres, "kept_e"));
        var plan = await removal.PrepareAsync(["kept_e_1"], Token);
        await postgres.ExecuteAsync("postgres", "ALTER DATABASE kept_e_1 RENAME TO kept_e_2");
        await _databases.CreateAsync("kept_e_1", "of a user");
        Assert.Equal("RollbackNotFound", (await Assert.ThrowsAsync<DrException>(() => removal.RunAsync(plan, NullObserver.Instance, Token))).Id);
        Assert.Equal("of a user", await _databases.WhichAsync("kept_e_1"));
    }
}

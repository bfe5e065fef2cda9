using EventLinkDr.Adapters.Npgsql;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Databases;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Restore;

/// <summary>What is refused before anything is touched, on a real server.</summary>
public sealed class RestoreRefusalTests(PostgresFixture postgres)
{
    private readonly Databases _databases = new(postgres);
    private readonly Restoring _restoring = new(postgres);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Plan_ChangesNothing_AndNamesWhatWouldHappen()
    {
        await _databases.CreateAsync("rr_a", "old");
        await _databases.CreateMarkedAsync("rr_a_restore_20260101t000000z", "dead", Databases.Unfinished("rr_a", Guid.NewGuid()));
        var services = new RecordingServices("backend");
        var before = await _databases.NamesAsync("rr_a");
        var operation = Restoring.Operation(new TestDeployment(postgres, "rr_a") { Services = services });
        var plan = await operation.PrepareAsync(new SqlContent().Facts.Backup, new RestoreOptions(), NullObserver.Instance, Token);
        Assert.Equal(before, await _databases.NamesAsync("rr_a"));
        Assert.Empty(services.Calls);
        Assert.Equal(
            [PlanEffect.Drop, PlanEffect.Create, PlanEffect.Load, PlanEffect.Prove, PlanEffect.Alter, PlanEffect.Stop, PlanEffect.Stop, PlanEffect.Rename, PlanEffect.Rename, PlanEffect.Start],
            plan.Steps.Select(step => step.Effect));
        Assert.Contains(plan.Notes, note => note.Contains("not known", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Swap_PreparedTransaction_IsRefusedWithTheRemedy()
    {
        await _databases.CreateAsync("rr_b", "old");
        await postgres.ExecuteAsync("rr_b", "BEGIN; CREATE TABLE public.t (); PREPARE TRANSACTION 'rr b'");
        try
        {
            var error = await _restoring.RefusedAsync("rr_b");
            Assert.Equal("SwapBlocked", error.Id);
            Assert.Contains("ROLLBACK PREPARED 'rr b'", error.Remedy, StringComparison.Ordinal);
            Assert.Equal("SwapBlocked", (await _restoring.RefusedAsync("rr_b", options: new RestoreOptions { Mode = RestoreMode.InPlace, SkipSafetyBackup = true })).Id);
        }
        finally
        {
            await postgres.ExecuteAsync("rr_b", "ROLLBACK PREPARED 'rr b'");
        }
    }

    [Fact]
    public async Task Swap_LogicalSlot_IsRefusedWithTheRemedy()
    {
        await _databases.CreateAsync("rr_c", "old");
        await postgres.ExecuteAsync("rr_c", "SELECT pg_create_logical_replication_slot('rr_c', 'test_decoding')");
        try
        {
            var error = await _restoring.RefusedAsync("rr_c");
            Assert.Equal("SwapBlocked", error.Id);
            Assert.Contains("pg_drop_replication_slot('rr_c')", error.Remedy, StringComparison.Ordinal);
        }
        finally
        {
            await postgres.ExecuteAsync("rr_c", "SELECT pg_drop_replication_slot('rr_c')");
        }
    }

    [Fact]
    public async Task Swap_Subscription_IsRefusedWithTheRemedy()
    {
        await _databases.CreateAsync("rr_d", "old");
        await postgres.ExecuteAsync("rr_d", "CREATE SUBSCRIPTION rr_d CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false)");
        try
        {
            var error = await _restoring.RefusedAsync("rr_d");
            Assert.Equal("SwapBlocked", error.Id);
            Assert.Contains("DROP SUBSCRIPTION \"rr_d\"", error.Remedy, StringComparison.Ordinal);
        }
        finally
        {
            await postgres.ExecuteAsync("rr_d", "ALTER SUBSCRIPTION rr_d SET (slot_name = NONE)");
            await postgres.ExecuteAsync("rr_d", "DROP SUBSCRIPTION rr_d");
        }
    }

    [Fact]
    public async Task NewDatabase_NameTaken_IsRefused()
    {
        await _databases.CreateAsync("rr_e", "old");
        await _databases.CreateAsync("rr_e_taken", "taken");
        Assert.Equal("DatabaseExists", (await _restoring.RefusedAsync("rr_e", options: new RestoreOptions { NewName = "rr_e_taken" })).Id);
    }

    [Fact]
    public async Task NewDatabase_NameTooLong_IsRefused()
    {
        await _databases.CreateAsync("rr_f", "old");
        Assert.Equal("OptionsInvalid", (await _restoring.RefusedAsync("rr_f", options: new RestoreOptions { NewName = new string('ă', 32) })).Id);
    }

    [Fact]
    public async Task Role_Missing_IsRefusedOrSkipped()
    {
        await _databases.CreateAsync("rr_g", "old");
        var content = new SqlContent { Facts = new SqlContent().Facts with { Roles = ["rr_g \"r\"", "eventlink"] } };
        var error = await _restoring.RefusedAsync("rr_g", content);
        Assert.Equal("RoleMissing", error.Id);
        Assert.Contains("CREATE ROLE \"rr_g \"\"r\"\"\"", error.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("eventlink,", error.Message, StringComparison.Ordinal);
        var plan = await _restoring.PlanAsync("rr_g", content, new RestoreOptions { SkipMissingRole = true });
        Assert.Equal(["rr_g \"r\""], plan.Load.MissingRoles);
    }

    [Fact]
    public async Task Extension_Missing_IsRefused()
    {
        await _databases.CreateAsync("rr_h", "old");
        var error = await _restoring.RefusedAsync("rr_h", new SqlContent { Facts = new SqlContent().Facts with { Extensions = ["plpgsql", "no_such_extension"] } });
        Assert.Equal("ExtensionMissing", error.Id);
        Assert.Contains("no_such_extension", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewerServer_IsRefused()
    {
        await _databases.CreateAsync("rr_i", "old");
        var error = await _restoring.RefusedAsync("rr_i", new SqlContent { Facts = new SqlContent().Facts with { ServerVersion = new PostgresVersion(990001) } });
        Assert.Equal("ServerTooOld", error.Id);
    }

    [Fact]
    public async Task User_WithoutTheRightToCreateDatabases_IsRefused()
    {
        await _databases.CreateAsync("rr_j", "old");
        await postgres.ExecuteAsync("postgres", "CREATE ROLE rr_j_user LOGIN PASSWORD 'p'");
        var error = await AsUserAsync("rr_j", "rr_j_user");
        Assert.Equal("PrivilegeMissing", error.Id);
        Assert.Contains("CREATEDB", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_WhoDoesNotOwnTheDatabase_IsRefused()
    {
        await _databases.CreateAsync("rr_k", "old");
        await postgres.ExecuteAsync("postgres", "CREATE ROLE rr_k_user LOGIN CREATEDB PASSWORD 'p'");
        var error = await AsUserAsync("rr_k", "rr_k_user");
        Assert.Equal("PrivilegeMissing", error.Id);
        Assert.Contains("rename rr_k", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_WithoutSuperuser_WhoOwnsTheDatabase_Restores()
    {
        await _databases.CreateAsync("rr_l", "old");
        await postgres.ExecuteAsync("postgres", "CREATE ROLE rr_l_user LOGIN CREATEDB PASSWORD 'p'; ALTER DATABASE rr_l OWNER TO rr_l_user");
        await using var server = new NpgsqlServer(postgres.Target("rr_l") with { Username = "rr_l_user", Password = "p" });
        var result = await Restoring.RunAsync(new TestDeployment(postgres, "rr_l") { Server = server },
            new SqlContent { Sql = SqlContent.Table + "GRANT SELECT ON public.which TO eventlink" });
        Assert.Equal("restored", await _databases.WhichAsync("rr_l"));
        Assert.Equal("old", await _databases.WhichAsync(result.PreviousDatabase!));
    }

    [Fact]
    public async Task AnotherRestoreRunning_IsRefused()
    {
        await _databases.CreateAsync("rr_m", "old");
        await using var other = await RunLock.AcquireAsync(postgres.Server, "rr_m", Token);
        Assert.Equal("RestoreInProgress", (await _restoring.RefusedAsync("rr_m")).Id);
    }

    [Fact]
    public async Task DiskTooSmall_WhereItCanBeSeen_IsRefused()
    {
        await _databases.CreateAsync("rr_n", "old");
        var operation = Restoring.Operation(new FullDisk(new TestDeployment(postgres, "rr_n")));
        var error = await Assert.ThrowsAsync<DrException>(() => operation.PrepareAsync(new SqlContent().Facts.Backup, new RestoreOptions(), NullObserver.Instance, Token));
        Assert.Equal("ServerDiskFull", error.Id);
    }

    [Fact]
    public async Task RevisionUnknown_ToTheRunningCode_IsRefused()
    {
        await _databases.CreateAsync("rr_o", "old");
        var backup = new SqlContent().Facts.Backup with { Revision = "0099_future" };
        var content = new SqlContent { Facts = new SqlContent().Facts with { Backup = backup } };
        var operation = new RestoreOperation(new TestDeployment(postgres, "rr_o"), (_, _, _) => Task.FromResult<IRestoreContent>(content))
        {
            KnowsRevision = (revision, _) => Task.FromResult<bool?>(revision != "0099_future"),
        };
        Assert.Equal("RevisionUnknown", (await Assert.ThrowsAsync<DrException>(() => operation.PrepareAsync(backup, new RestoreOptions(), NullObserver.Instance, Token))).Id);
    }

    private async Task<DrException> AsUserAsync(string database, string user)
    {
        await using var server = new NpgsqlServer(postgres.Target(database) with { Username = user, Password = "p" });
        var operation = Restoring.Operation(new TestDeployment(postgres, database) { Server = server });
        return await Assert.ThrowsAsync<DrException>(() => operation.PrepareAsync(new SqlContent().Facts.Backup, new RestoreOptions(), NullObserver.Instance, Token));
    }

    private sealed class FullDisk(TestDeployment inner) : Hosting.IDeployment
    {
        public EventLinkTarget Target => inner.Target;

        public IPostgresServer Server => inner.Server;

        public Hosting.IServiceControl Services => inner.Services;

        public Task<IPgDump> GetPgDumpAsync(PostgresVersion serverVersion, CancellationToken cancellationToken) => inner.GetPgDumpAsync(serverVersion, cancellationToken);

        public Task<long?> ReadFreeSpaceAsync(CancellationToken cancellationToken) => Task.FromResult<long?>(1024 * 1024);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

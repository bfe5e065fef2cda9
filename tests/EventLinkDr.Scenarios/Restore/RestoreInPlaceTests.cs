using System.Text.RegularExpressions;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Restore;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Restore;

public sealed partial class RestoreInPlaceTests(PostgresFixture postgres)
{
    private static readonly RestoreOptions InPlace = new() { Mode = RestoreMode.InPlace, SkipSafetyBackup = true };

    private readonly Databases _databases = new(postgres);
    private readonly Restoring _restoring = new(postgres);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task InPlace_ReplacesTheContentInTheSameDatabase()
    {
        var before = await _databases.CreateAsync("ri_a", "old");
        await postgres.ExecuteAsync("ri_a", "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE EXTENSION IF NOT EXISTS plpgsql");
        var services = new RecordingServices("backend");
        var result = await _restoring.RunAsync("ri_a", options: InPlace, services: services);
        Assert.Equal("restored", await _databases.WhichAsync("ri_a"));
        Assert.Equal(before, await _databases.FindAsync("ri_a"));
        Assert.Equal(["ri_a"], await _databases.NamesAsync("ri_a"));
        Assert.Null(result.PreviousDatabase);
        Assert.Equal(["stop backend", "start backend"], services.Calls);
    }

    [Fact]
    public async Task InPlace_LeavesTheSchemaAsOnAFreshServer()
    {
        await _databases.CreateAsync("ri_b", "old");
        await postgres.ExecuteAsync("ri_b", "ALTER SCHEMA public OWNER TO eventlink; REVOKE ALL ON SCHEMA public FROM PUBLIC; COMMENT ON SCHEMA public IS 'mine'");
        await _restoring.RunAsync("ri_b", options: InPlace);
        var fresh = await postgres.CreateDatabaseAsync("ri_fresh");
        await postgres.ExecuteAsync(fresh, SqlContent.Table);
        Assert.Equal(await DumpAsync(fresh), await DumpAsync("ri_b"));
        const string Schema = "SELECT nspowner::regrole || ' ' || nspacl::text || ' ' || obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = 'public'";
        Assert.Equal(await postgres.ScalarAsync(fresh, Schema), await postgres.ScalarAsync("ri_b", Schema));
    }

    [Fact]
    public async Task InPlace_ClientsReconnectingWithOpenTransactions_Succeeds()
    {
        await _databases.CreateAsync("ri_c", "old");
        await using var clients = new ReconnectingClients(postgres, "ri_c", "BEGIN; INSERT INTO public.which DEFAULT VALUES; SELECT pg_sleep(0.05); COMMIT", 20);
        await clients.WaitForSessionsAsync(20);
        await _restoring.RunAsync("ri_c", options: InPlace);
        Assert.Equal("restored", await _databases.WhichAsync("ri_c"));
    }

    [Fact]
    public async Task InPlace_ProofFails_LeavesTheOldContent()
    {
        await _databases.CreateAsync("ri_d", "old");
        var services = new RecordingServices("backend");
        var error = await Assert.ThrowsAsync<DrException>(() => _restoring.RunAsync("ri_d", new SqlContent { Outcome = ProofOutcome.Failed }, InPlace, services));
        Assert.Equal("ProofFailed", error.Id);
        Assert.Equal("old", await _databases.WhichAsync("ri_d"));
        Assert.Equal(["backend"], services.Running);
    }

    [Fact]
    public async Task InPlace_LoadFails_LeavesTheOldContent()
    {
        await _databases.CreateAsync("ri_e", "old");
        await Assert.ThrowsAnyAsync<DrException>(() => _restoring.RunAsync("ri_e", new SqlContent { Sql = SqlContent.Table + "SELECT 1/0" }, InPlace));
        Assert.Equal("old", await _databases.WhichAsync("ri_e"));
    }

    [Fact]
    public async Task InPlace_TakesASafetyBackup_AfterTheServicesAreStopped()
    {
        await _databases.CreateAsync("ri_f", "old");
        var services = new RecordingServices("backend");
        IReadOnlyList<string>? runningThen = null;
        var content = new SqlContent();
        var operation = Restoring.Operation(new TestDeployment(postgres, "ri_f") { Services = services }, content, (_, _) =>
        {
            runningThen = services.Running;
            return Task.FromResult("safety.sql.gz");
        });
        var plan = await operation.PrepareAsync(content.Facts.Backup, InPlace with { SkipSafetyBackup = false }, NullObserver.Instance, Token);
        var result = await operation.RunAsync(plan, NullObserver.Instance, Token);
        Assert.Equal("safety.sql.gz", result.SafetyBackup);
        Assert.Empty(runningThen!);
    }

    [Fact]
    public async Task InPlace_SafetyBackupFails_LeavesTheOldContentAndStartsTheServices()
    {
        await _databases.CreateAsync("ri_g", "old");
        var services = new RecordingServices("backend");
        var content = new SqlContent();
        var operation = Restoring.Operation(new TestDeployment(postgres, "ri_g") { Services = services }, content,
            (_, _) => Task.FromException<string>(new DrException(ErrorTable.StoreFull, "no space")));
        var plan = await operation.PrepareAsync(content.Facts.Backup, InPlace with { SkipSafetyBackup = false }, NullObserver.Instance, Token);
        Assert.Equal("StoreFull", (await Assert.ThrowsAsync<DrException>(() => operation.RunAsync(plan, NullObserver.Instance, Token))).Id);
        Assert.Equal("old", await _databases.WhichAsync("ri_g"));
        Assert.Equal(["backend"], services.Running);
    }

    [Theory]
    [InlineData("ri_h1", "CREATE SCHEMA other", "schema other")]
    [InlineData("ri_h2", "SELECT lo_create(0)", "large objects")]
    [InlineData("ri_h3", "CREATE PUBLICATION p FOR ALL TABLES", "publication p")]
    [InlineData("ri_h4", "CREATE FOREIGN DATA WRAPPER w", "foreign data wrapper w")]
    [InlineData("ri_h5", "CREATE CAST (text AS int) WITH INOUT", "cast from text to integer")]
    [InlineData("ri_h6", "CREATE FUNCTION public.e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER et ON ddl_command_end EXECUTE FUNCTION public.e()",
        "event trigger et")]
    [InlineData("ri_h7", "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC", "default privileges of eventlink")]
    [InlineData("ri_h8", "SET search_path = public; DO $$ BEGIN FOR i IN 1..14000 LOOP EXECUTE 'CREATE DOMAIN public.d' || i || ' AS int'; IF i % 2000 = 0 THEN COMMIT; END IF; END LOOP; END $$",
        "max_locks_per_transaction")]
    public async Task InPlace_MoreThanPublicHolds_IsRefused(string database, string sql, string found)
    {
        await _databases.CreateAsync(database, "old");
        await postgres.ExecuteAsync(database, sql);
        var error = await _restoring.RefusedAsync(database, options: InPlace);
        Assert.Equal("InPlaceUnsuitable", error.Id);
        Assert.Contains(found, error.Message, StringComparison.Ordinal);
        Assert.Contains("Swap", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InPlace_LargeObjectsInTheBackup_IsRefused()
    {
        await _databases.CreateAsync("ri_i", "old");
        var content = new SqlContent { Facts = new SqlContent().Facts with { HasLargeObjects = true } };
        Assert.Equal("InPlaceUnsuitable", (await _restoring.RefusedAsync("ri_i", content, InPlace)).Id);
    }

    [Fact]
    public async Task InPlace_NoDatabase_IsRefused() => Assert.Equal("DatabaseNotFound", (await _restoring.RefusedAsync("ri_none", options: InPlace)).Id);

    private async Task<string> DumpAsync(string database) =>
        Varying().Replace(await postgres.PgDumpAsync(database, "--schema-only"), "");

    [GeneratedRegex(@"^\\(un)?restrict .*$", RegexOptions.Multiline)]
    private static partial Regex Varying();
}

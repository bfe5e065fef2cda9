using EventLinkDr.Adapters;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Verify;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Zoo;

namespace EventLinkDr.Scenarios.EveryObject;

/// <summary>The level Restore: the only proof there is that a backup comes back.</summary>
public sealed class RestoreLevelTests : IDisposable
{
    private readonly PostgresFixture _postgres;
    private readonly TemporaryDirectory _directory = new();
    private readonly Working _working;

    public RestoreLevelTests(PostgresFixture postgres)
    {
        _postgres = postgres;
        _working = new Working(postgres, _directory);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Verify_TheZoo_OnItsOwnServer_IsProvenAndLeavesNothingBehind()
    {
        var database = await _postgres.Zoo.CreateAsync(ZooVariant.Whole);
        var backup = await _working.BackupAsync(database);
        var before = await ServerState.ReadAsync(_postgres, database);
        await using var deployment = new TestDeployment(_postgres, database);
        var result = await VerifyAsync(backup.Name, deployment);
        Assert.True(result.Passed, result.Error?.Message);
        Assert.Equal(ProofOutcome.Proven, result.Proof!.Outcome);
        Assert.Equal(before, await ServerState.ReadAsync(_postgres, database));
        var listed = await new BackupCatalog(_working.Store).GetAsync(backup.Name, Token);
        Assert.Equal((VerificationLevel.Restore, true), (listed.Proof!.Level, listed.Proof.Passed));
        Assert.Contains(listed.Proof.Phases, phase => phase.Name == "restore");
    }

    [Fact]
    public async Task Verify_WithoutADeployment_StartsAServerAndLeavesNothingOfIt()
    {
        var database = await _postgres.Zoo.CreateAsync(ZooVariant.PublicOnly);
        var backup = await _working.BackupAsync(database);
        await using var adapters = new AdapterFactory();
        var observer = new RecordingObserver();
        var result = await VerifyAsync(backup.Name, null, adapters, observer);
        Assert.True(result.Passed, result.Error?.Message);
        Assert.Equal(ProofOutcome.Proven, result.Proof!.Outcome);
        var directory = observer.Lines.Select(line => line.Split(" in ")[^1].Split(' ')[0]).First(Path.IsPathRooted);
        Assert.False(Directory.Exists(directory), directory);
    }

    [Fact]
    public async Task Verify_ABackupThatDoesNotLoad_FailsWithItsProof_AndDropsWhatItMade()
    {
        var database = await _postgres.CreateDatabaseAsync("level");
        await _postgres.ExecuteAsync(database, "CREATE TABLE public.a (id int PRIMARY KEY); CREATE TABLE public.b (id int REFERENCES public.a); INSERT INTO public.a VALUES (1); INSERT INTO public.b VALUES (1)");
        var dump = await _postgres.PgDumpAsync(database);
        await File.WriteAllTextAsync(_directory.File("broken.sql"), dump.Replace("COPY public.b (id) FROM stdin;\n1\n", "COPY public.b (id) FROM stdin;\n2\n", StringComparison.Ordinal), Token);
        var before = await ServerState.ReadAsync(_postgres, database);
        await using var deployment = new TestDeployment(_postgres, database);
        var result = await VerifyAsync("broken.sql", deployment);
        Assert.Equal("LoadFailed", result.ErrorId);
        Assert.Equal(before, await ServerState.ReadAsync(_postgres, database));
        Assert.False((await new BackupCatalog(_working.Store).GetAsync("broken.sql", Token)).Proof!.Passed);
    }

    [Fact]
    public async Task Verify_TheServerIsAway_IsNoVerdictOnTheBackup()
    {
        var backup = await _working.BackupAsync(await _postgres.CreateDatabaseAsync("level"));
        await using var server = new Adapters.Npgsql.NpgsqlServer(_postgres.Cluster.Target with { Port = 1 });
        await using var deployment = new TestDeployment(_postgres, "postgres") { Server = server };
        var error = await Assert.ThrowsAsync<DrException>(() => VerifyAsync(backup.Name, deployment));
        Assert.Equal(ErrorTable.ServerUnreachable, error.Kind);
        Assert.DoesNotContain(_directory.Files, name => name.Contains(".proof-", StringComparison.Ordinal));
    }

    private async Task<VerificationResult> VerifyAsync(string name, IDeployment? deployment, IAdapters? adapters = null, IOperationObserver? observer = null)
    {
        var operation = new VerifyOperation(_working.Store, adapters ?? new NoAdapters(), deployment);
        var plan = await operation.PrepareAsync(name, new VerifyOptions { Level = VerificationLevel.Restore, Jobs = 2 }, Token);
        return await operation.RunAsync(plan, observer ?? NullObserver.Instance, Token);
    }
}

using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Operations.Schema;
using EventLinkDr.Postgres.Databases;
using EventLinkDr.Scenarios.Recovery;

namespace EventLinkDr.Scenarios.Schema;

/// <summary>Revisions of database and code, on a compose deployment whose code is changed.</summary>
public sealed class SchemaTests(RecoveryDeployment shared) : IClassFixture<RecoveryDeployment>, IAsyncLifetime
{
    private const string Before = "0021_weighted_implicit_signals", After = "0022_probe_notes";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await shared.RequireAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Everything_InTheOrderOfADeployment()
    {
        Assert.Equal((Before, SchemaRelation.Same), await ReadAsync());

        // Newer code with a migration that fails: its backend ends again and again, so its container is not there to be asked.
        await shared.Deployment.ReplaceServiceAsync("backend", Token, "STANDIN_HEAD=" + After, "STANDIN_BAD_MIGRATION=true");
        Assert.Equal((Before, SchemaRelation.DatabaseBehind), await ReadAsync());
        await using (await RunLock.AcquireAsync(shared.Deployment.Server, "eventlink", Token))
            Assert.Equal("RestoreInProgress", (await Assert.ThrowsAsync<DrException>(() => UpdateAsync())).Id);
        var failed = await Assert.ThrowsAsync<DrException>(() => UpdateAsync());
        Assert.Equal("MigrationFailed", failed.Id);
        Assert.Contains("no_such_table", failed.Message, StringComparison.Ordinal);
        Assert.Equal(Before, await shared.ScalarAsync("SELECT version_num FROM public.alembic_version"));
        Assert.Equal("0", await shared.ScalarAsync("SELECT count(*) FROM information_schema.columns WHERE column_name = 'probe_note'"));

        // The mended one. Its backend would migrate at its own start, so it is kept from it.
        await shared.Deployment.RemoveServiceAsync("backend", Token);
        await shared.Deployment.AddServiceAsync("backend", body => body["Cmd"] = new System.Text.Json.Nodes.JsonArray("backend", "serve"), "STANDIN_HEAD=" + After);
        await shared.Deployment.WaitAsync("backend", Token);
        var result = await UpdateAsync();
        Assert.Equal((true, Before, After), (result.Changed, result.From, result.To));
        Assert.True(File.Exists(result.SafetyBackup));
        Assert.Contains(result.Output, line => line.Contains("Running upgrade", StringComparison.Ordinal));
        Assert.Equal((After, SchemaRelation.Same), await ReadAsync());
        Assert.False((await UpdateAsync()).Changed);
        Assert.Equal(["backend", "worker"], await shared.Deployment.Services.ListRunningAsync(Token));

        // The old code again: what the database holds is ahead of it, and no backup of it is restored.
        var newer = await new BackupCatalog(shared.Store).ListAsync(new BackupFilter { Latest = true }, Token);
        await shared.Deployment.RemoveServiceAsync("backend", Token);
        await shared.Deployment.AddServiceAsync("backend", body => body["Cmd"] = new System.Text.Json.Nodes.JsonArray("backend", "serve"));
        await shared.Deployment.WaitAsync("backend", Token);
        Assert.Equal((After, SchemaRelation.DatabaseAhead), await ReadAsync());
        Assert.Equal("SchemaNotUpgradable", (await Assert.ThrowsAsync<DrException>(() => UpdateAsync())).Id);
        Assert.Equal(Before, newer[0].Revision);
        Assert.True(await new SchemaOperation(shared.Deployment).KnowsAsync(Before, Token));
        var restore = new RestoreOperation(shared.Deployment, shared.Store) { KnowsRevision = (_, token) => new SchemaOperation(shared.Deployment).KnowsAsync(After, token) };
        Assert.Equal("RevisionUnknown", (await Assert.ThrowsAsync<DrException>(() => restore.PrepareAsync(shared.Backup, new RestoreOptions(), NullObserver.Instance, Token))).Id);

        // No container of ours is left.
        var left = await shared.Deployment.Containers.ListAsync([$"{ComposeProject.ProjectLabel}={shared.Deployment.Project}"], Token);
        Assert.Equal(3, left.Count);
    }

    [Fact]
    public async Task Read_ABackendThatDoesNotRun_MakesNoContainerWhenItMustNot()
    {
        await shared.Deployment.Containers.StopAsync(shared.Deployment.NameOf("backend"), TimeSpan.Zero, Token);
        try
        {
            var status = await new SchemaOperation(shared.Deployment) { MayCreateContainer = false }.ReadAsync(null, Token);
            Assert.Equal(SchemaRelation.Unknown, status.Relation);
            Assert.Contains("does not run", status.Detail, StringComparison.Ordinal);
        }
        finally
        {
            await shared.Deployment.Containers.StartAsync(shared.Deployment.NameOf("backend"), Token);
            await shared.Deployment.WaitAsync("backend", Token);
        }
    }

    private async Task<(string? Revision, SchemaRelation Relation)> ReadAsync()
    {
        var status = await new SchemaOperation(shared.Deployment).ReadAsync(null, Token);
        return (status.Database, status.Relation);
    }

    private async Task<SchemaUpdateResult> UpdateAsync()
    {
        var operation = new SchemaUpdateOperation(shared.Deployment, shared.Store);
        return await operation.RunAsync(await operation.PrepareAsync(new SchemaUpdateOptions(), Token), NullObserver.Instance, Token);
    }
}

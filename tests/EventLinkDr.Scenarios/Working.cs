using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios;

/// <summary>The operations on databases of the fixture's server and one directory, as a front end calls them.</summary>
internal sealed class Working(PostgresFixture postgres, TemporaryDirectory directory)
{
    public DirectoryStore Store { get; } = new(directory.Path);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task<BackupSet> BackupAsync(string database, BackupOptions? options = null)
    {
        await using var deployment = new TestDeployment(postgres, database);
        var operation = new BackupOperation(deployment, Store);
        return (await operation.RunAsync(await operation.PrepareAsync(options ?? new BackupOptions { Jobs = 2 }, Token), NullObserver.Instance, Token)).Backup;
    }

    /// <summary>Restores a file of the directory.</summary>
    public async Task<RestoreResult> RestoreAsync(string database, string name, RestoreOptions? options = null, IOperationObserver? observer = null)
    {
        await using var deployment = new TestDeployment(postgres, database);
        var operation = new RestoreOperation(deployment, Store);
        var backup = await new BackupCatalog(Store).GetAsync(name, Token);
        var plan = await operation.PrepareAsync(backup, options ?? new RestoreOptions { Jobs = 2 }, NullObserver.Instance, Token);
        return await operation.RunAsync(plan, observer ?? NullObserver.Instance, Token);
    }

    /// <summary>Rows and digest of every table, as a backup of the database counts them.</summary>
    public async Task<IReadOnlyList<string>> DigestsAsync(string database)
    {
        var backup = await BackupAsync(database);
        return [.. backup.Manifest!.Tables.Select(table => $"{table}: {table.Rows} rows, {table.Digest}").Order(StringComparer.Ordinal)];
    }
}

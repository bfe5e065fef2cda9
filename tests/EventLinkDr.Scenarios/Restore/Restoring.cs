using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Operations.Restore;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Restore;

/// <summary>Restores made-up content into databases of the fixture's server.</summary>
internal sealed class Restoring(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static RestoreOperation Operation(IDeployment deployment, SqlContent? content = null, Func<IOperationObserver, CancellationToken, Task<string>>? safetyBackup = null) =>
        new(deployment, (_, _, _) => Task.FromResult<IRestoreContent>(content ?? new SqlContent())) { SafetyBackup = safetyBackup };

    public async Task<RestoreResult> RunAsync(string database, SqlContent? content = null, RestoreOptions? options = null, RecordingServices? services = null,
        IOperationObserver? observer = null)
    {
        var deployment = new TestDeployment(postgres, database) { Services = services ?? new RecordingServices() };
        return await RunAsync(deployment, content, options, observer);
    }

    public static async Task<RestoreResult> RunAsync(IDeployment deployment, SqlContent? content = null, RestoreOptions? options = null, IOperationObserver? observer = null,
        CancellationToken? token = null)
    {
        content ??= new SqlContent();
        var operation = Operation(deployment, content);
        var plan = await operation.PrepareAsync(content.Facts.Backup, options ?? new RestoreOptions(), NullObserver.Instance, Token);
        return await operation.RunAsync(plan, observer ?? NullObserver.Instance, token ?? Token);
    }

    public Task<RestorePlan> PlanAsync(string database, SqlContent? content = null, RestoreOptions? options = null) =>
        Operation(new TestDeployment(postgres, database), content).PrepareAsync((content ?? new SqlContent()).Facts.Backup, options ?? new RestoreOptions(), NullObserver.Instance, Token);

    public async Task<DrException> RefusedAsync(string database, SqlContent? content = null, RestoreOptions? options = null) =>
        await Assert.ThrowsAsync<DrException>(() => PlanAsync(database, content, options));
}

using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Operations.Recovery;
using EventLinkDr.Postgres;
using EventLinkDr.Scenarios.Maintenance;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Docker;

namespace EventLinkDr.Scenarios.Recovery;

/// <summary>One deployment with backend, worker, probe student and a backup, for all tests of a class; a recovery leaves it healthy.</summary>
public sealed class RecoveryDeployment(DockerEngineFixture docker) : IAsyncLifetime
{
    private readonly MaintenanceDeployment _inner = new(docker);
    private readonly TemporaryDirectory _directory = new();

    public ComposeDeployment Deployment { get; private set; } = null!;

    public BackupSet Backup { get; private set; } = null!;

    internal DirectoryStore Store { get; private set; } = null!;

    private DirectoryStore Final => new(Path.Combine(Store.Location, RecoveryOperation.FinalDirectory));

    public string EnvBefore { get; private set; } = "";

    public RecoveryOptions Options => new()
    {
        JournalPath = _directory.File("recovery.json"), Jobs = 2, ProbeEmail = MaintenanceDeployment.Email, ProbePassword = MaintenanceDeployment.Password,
        Deadline = TimeSpan.FromSeconds(30),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _inner.InitializeAsync();

    /// <summary>The deployment as a healthy one; the test is skipped where there is no engine.</summary>
    public async Task RequireAsync()
    {
        if (Backup is not null) return;
        Deployment = await _inner.RequireAsync();
        await Deployment.AddServiceAsync(ComposeBackend.Worker);
        Store = new DirectoryStore(_directory.File("backups"));
        Directory.CreateDirectory(_directory.File("backups"));
        var operation = new BackupOperation(Deployment, Store);
        var made = await operation.RunAsync(await operation.PrepareAsync(new BackupOptions { Jobs = 2 }, Token), NullObserver.Instance, Token);
        Backup = await new BackupCatalog(Store).GetAsync(made.Backup.Name, Token);
        EnvBefore = await File.ReadAllTextAsync(Deployment.EnvFile, Token);
    }

    internal Task<RecoveryPlan> PrepareAsync(RecoveryOptions? options = null, IDeployment? deployment = null) =>
        new RecoveryOperation(deployment ?? Deployment, Store) { FinalStore = Final }.PrepareAsync(Backup, options ?? Options, NullObserver.Instance, Token);

    internal async Task<RecoveryResult> RunAsync(RecoveryOptions? options = null, IOperationObserver? observer = null, IBackupStore? final = null) =>
        await new RecoveryOperation(Deployment, Store) { FinalStore = final ?? Final }.RunAsync(await PrepareAsync(options), observer ?? NullObserver.Instance, Token);

    internal async Task SqlAsync(string database, string sql)
    {
        await using var session = await Deployment.Server.OpenAsync(new SessionOptions(database), Token);
        await session.ExecuteAsync(sql, Token);
    }

    internal async Task<string?> ScalarAsync(string sql)
    {
        await using var session = await Deployment.Server.OpenAsync(new SessionOptions("eventlink"), Token);
        return (await session.QueryAsync($"SELECT scalar::text FROM ({sql}) AS q (scalar)", Token))[0].Text(0);
    }

    /// <summary>Fails unless students can register: one backend, one worker, registrations open in file, container and API, nothing left over.</summary>
    internal async Task AssertServesAsync(RecoveryResult result)
    {
        Assert.True(result.Succeeded);
        Assert.Equal("", string.Join("; ", result.Steps.Where(step => step.Status is not (RecoveryStepStatus.Done or RecoveryStepStatus.Skipped))));
        Assert.Equal("", string.Join("; ", result.Health!.Checks.Where(check => check.Status is HealthStatus.Fail or HealthStatus.Warn).Select(check => $"{check.Name}: {check.Detail}")));
        Assert.Contains(result.Health.Checks, check => check is { Name: "Registration", Status: HealthStatus.Pass });
        Assert.Equal(EnvBefore, await File.ReadAllTextAsync(Deployment.EnvFile, Token));
        var containers = await Deployment.Containers.ListAsync([$"{ComposeProject.ProjectLabel}={Deployment.Project}"], Token);
        Assert.Equal(["backend", "db", "worker"], containers.Select(container => container.Labels[ComposeProject.ServiceLabel]).Order(StringComparer.Ordinal));
        Assert.All(containers, container => Assert.Equal(ContainerState.Running, container.State));
        Assert.Empty(await Deployment.Services.ListLeftStoppedAsync(Token));
        Assert.NotNull(result.MeasuredRecoveryTime);
    }

    public async ValueTask DisposeAsync()
    {
        await _inner.DisposeAsync();
        _directory.Dispose();
    }
}

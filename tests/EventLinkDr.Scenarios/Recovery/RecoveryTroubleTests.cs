using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Operations.Recovery;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Docker;

namespace EventLinkDr.Scenarios.Recovery;

/// <summary>A recovery that something outside of it keeps from ending: it stops with registrations closed, says what to do, and goes on once the cause is gone.</summary>
public sealed class RecoveryTroubleTests(RecoveryDeployment shared) : IClassFixture<RecoveryDeployment>, IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await shared.RequireAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Run_RateLimitedForAMoment_WaitsItOut()
    {
        await shared.Deployment.ReplaceServiceAsync("backend", Token, "STANDIN_RATE_LIMIT=once");
        await shared.AssertServesAsync(await shared.RunAsync());
        var log = await shared.Deployment.Containers.ReadLogAsync(shared.Deployment.NameOf("backend"), 100, Token);
        Assert.Contains(log, line => line.Text == "429 POST /login");
        Assert.Contains(log, line => line.Text.StartsWith("429 POST /api/events/", StringComparison.Ordinal) && !line.Text.Contains("/0/", StringComparison.Ordinal));
        await shared.Deployment.ReplaceServiceAsync("backend", Token);
    }

    [Fact]
    public async Task Run_RateLimitedAtTheTestRegistration_ClosesAgain_AndGoesOn()
    {
        await shared.Deployment.ReplaceServiceAsync("backend", Token, "STANDIN_RATE_LIMIT=registrations");
        // The student is not let in any more either, so that closing again cannot be proven, and is done all the same.
        var error = await AssertStopsAsync(RecoveryStepName.TestRegistration, () => shared.RunAsync(shared.Options with { Deadline = TimeSpan.FromSeconds(12) }));
        Assert.Contains("too many logins", error.Message, StringComparison.Ordinal);
        Assert.Contains("Wait a minute", error.Remedy, StringComparison.Ordinal);

        await shared.Deployment.ReplaceServiceAsync("backend", Token);
        await shared.AssertServesAsync(await shared.RunAsync(shared.Options with { Resume = true }));
    }

    [Fact]
    public async Task Run_NoRoomForTheFinalBackup_StopsBeforeAnythingIsReplaced_AndGoesOn()
    {
        using var disk = SmallDisk.Mount(2);
        var filler = Path.Combine(disk.Path, "filler");
        await File.WriteAllBytesAsync(filler, new byte[(2 << 20) - (16 << 10)], Token);
        var error = await AssertStopsAsync(RecoveryStepName.FinalBackup, () => shared.RunAsync(final: new DirectoryStore(disk.Path)));
        Assert.Equal("StoreFull", Assert.IsType<DrException>(error.InnerException, exactMatch: false).Id);

        File.Delete(filler);
        var result = await shared.RunAsync(shared.Options with { Resume = true }, final: new DirectoryStore(disk.Path));
        await shared.AssertServesAsync(result);
        Assert.Equal(disk.Path, Path.GetDirectoryName(result.FinalBackup));
    }

    [Fact]
    public async Task Run_TheServersDiskFull_StopsWithTheOldDatabaseInPlace_AndGoesOn()
    {
        const string Filler = ComposeDeployment.SmallDiskPath + "/filler";
        await shared.SqlAsync("postgres", $"CREATE TABLESPACE small LOCATION '{await MakeDirectoryAsync()}'");
        await MoveAsync("small");
        var before = await shared.ScalarAsync("SELECT count(*) FROM public.users");
        // Not before: the services need room, too.
        var full = new RecordingObserver
        {
            OnPhase = phase => { if (phase == "create database") DoAsync($"dd if=/dev/zero of={Filler} bs=1024 count=40000 2>/dev/null; [ -s {Filler} ]").GetAwaiter().GetResult(); },
        };
        var error = await AssertStopsAsync(RecoveryStepName.Restore, () => shared.RunAsync(observer: full));
        Assert.Equal("ServerDiskFull", Assert.IsType<DrException>(error.InnerException, exactMatch: false).Id);
        Assert.Equal(before, await shared.ScalarAsync("SELECT count(*) FROM public.users"));

        await DoAsync($"rm {Filler}");
        await shared.AssertServesAsync(await shared.RunAsync(shared.Options with { Resume = true }));
        await MoveAsync("pg_default");
    }

    /// <summary>Stopped at a step, registrations closed in the file and in whatever runs, and the way on in the error.</summary>
    private async Task<DrException> AssertStopsAsync(RecoveryStepName step, Func<Task<RecoveryResult>> run)
    {
        var error = await Assert.ThrowsAsync<DrException>(run);
        Assert.Equal("RecoveryStopped", error.Id);
        Assert.Contains("maintenance stays on", error.Message, StringComparison.Ordinal);
        Assert.Contains("-Resume", error.Remedy, StringComparison.Ordinal);
        var result = Assert.IsType<RecoveryResult>(error.Subject);
        var failed = result.Steps.Single(one => one.Status == RecoveryStepStatus.Failed);
        Assert.True(failed.Name == step, $"{failed.Name} failed: {error.InnerException}");
        Assert.Null(result.MeasuredRecoveryTime);
        Assert.Contains("DISABLED=true", await File.ReadAllTextAsync(shared.Deployment.EnvFile, Token), StringComparison.Ordinal);
        var backend = await shared.Deployment.Containers.InspectAsync(shared.Deployment.NameOf("backend"), Token);
        Assert.True(backend.State != ContainerState.Running || backend.Environment["MAINTENANCE_MODE_REGISTRATIONS_DISABLED"] == "true");
        return error;
    }

    /// <summary>A database is moved while nobody is connected to it.</summary>
    private async Task MoveAsync(string tablespace)
    {
        string[] services = ["backend", "worker"];
        await shared.Deployment.Services.StopAsync(services, Token);
        await shared.SqlAsync("postgres", $"ALTER DATABASE eventlink SET TABLESPACE {tablespace}");
        await shared.Deployment.Services.StartAsync(services, Token);
    }

    private async Task<string> MakeDirectoryAsync()
    {
        const string Space = ComposeDeployment.SmallDiskPath + "/space";
        await DoAsync($"mkdir {Space} && chown postgres {Space}");
        return Space;
    }

    private async Task DoAsync(string line)
    {
        var (exitCode, _, error) = await shared.Deployment.RunAsync("db", Token, "sh", "-c", line);
        Assert.True(exitCode == 0, error);
    }
}

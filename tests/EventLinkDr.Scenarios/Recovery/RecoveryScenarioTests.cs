using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Recovery;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Recovery;

/// <summary>Whole recoveries of a compose deployment. Each begins with a healthy one and ends with a healthy one.</summary>
public sealed class RecoveryScenarioTests(RecoveryDeployment shared) : IClassFixture<RecoveryDeployment>, IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await shared.RequireAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Run_ATableDropped_StudentsRegisterAgain()
    {
        await shared.SqlAsync("eventlink", "DROP TABLE public.events CASCADE");
        var plan = await shared.PrepareAsync();
        Assert.Equal(Enum.GetValues<RecoveryStepName>().Except([RecoveryStepName.Migrate, RecoveryStepName.Promote]), plan.Schedule.Where(step => step.Skipped is null).Select(step => step.Name));
        var result = await shared.RunAsync();
        await shared.AssertServesAsync(result);
        Assert.Equal(ProofOutcome.Proven, result.Proof);
        Assert.True(File.Exists(result.FinalBackup));
        // Backend and worker were the only ones that wrote, and both were stopped.
        Assert.True(result.MeasuredDataLoss < result.Restored!.LossUntilSwap);
        Assert.Equal("registrations are open, as the API shows", Detail(result, RecoveryStepName.MaintenanceOff));
    }

    [Fact]
    public async Task Run_TheDatabaseDropped_AndTheBackendFailing_StudentsRegisterAgain()
    {
        await shared.SqlAsync("postgres", "DROP DATABASE eventlink WITH (FORCE)");
        await shared.Deployment.Containers.StopAsync(shared.Deployment.NameOf("backend"), TimeSpan.Zero, Token);
        await shared.Deployment.Containers.StartAsync(shared.Deployment.NameOf("backend"), Token);
        var result = await shared.RunAsync();
        await shared.AssertServesAsync(result);
        Assert.Equal("the database is away", Detail(result, RecoveryStepName.FinalBackup));
        Assert.Null(result.MeasuredDataLoss);
    }

    [Fact]
    public async Task CommandLine_TheVolumeLost_StudentsRegisterAgain()
    {
        await shared.Deployment.ReplaceDatabaseAsync(Token);
        var run = await CommandLine.RunAsync(
            ["recover", shared.Store.Location, "--yes", "--json", "--jobs", "2", "--project-directory", shared.Deployment.DirectoryPath, "--probe-user", shared.Options.ProbeEmail!,
                "--journal", shared.Options.JournalPath!],
            new Dictionary<string, string?>
            {
                ["DOCKER_HOST"] = shared.Deployment.Containers.Description, ["COMPOSE_PROJECT_NAME"] = shared.Deployment.Project,
                ["EVENTLINKDR_PROBE_PASSWORD"] = shared.Options.ProbePassword,
            });
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.DoesNotContain(shared.Options.ProbePassword!, run.Output + run.Error + await File.ReadAllTextAsync(shared.Options.JournalPath!, Token), StringComparison.Ordinal);
        var result = (await RecoveryJournal.ReadLastAsync(shared.Deployment.Target, shared.Options.JournalPath, null, Token))!;
        Assert.Equal("the database has no tables", Detail(result, RecoveryStepName.FinalBackup));
        await shared.AssertServesAsync(result);
    }

    [Fact]
    public async Task Run_NewerCode_MigratesTheOlderBackup()
    {
        await shared.Deployment.ReplaceServiceAsync("backend", Token, "STANDIN_HEAD=0022_probe_notes");
        var result = await shared.RunAsync();
        await shared.AssertServesAsync(result);
        Assert.Equal(("0021_weighted_implicit_signals", "0022_probe_notes"), (result.MigratedFrom, result.Revision));
        Assert.Contains("Running upgrade", await File.ReadAllTextAsync(result.MigrationLog!, Token), StringComparison.Ordinal);
        await RedeployAsync();
    }

    [Fact]
    public async Task Run_ABadMigration_StopsUnderMaintenance_AndGoesOnWithMendedCode()
    {
        await shared.Deployment.ReplaceServiceAsync("backend", Token, "STANDIN_HEAD=0022_probe_notes", "STANDIN_BAD_MIGRATION=true");
        var error = await Assert.ThrowsAsync<DrException>(() => shared.RunAsync());
        Assert.Equal("RecoveryStopped", error.Id);
        Assert.Contains("Migrate", error.Message, StringComparison.Ordinal);
        Assert.Contains("maintenance stays on", error.Message, StringComparison.Ordinal);
        Assert.Contains("DISABLED=true", await File.ReadAllTextAsync(shared.Deployment.EnvFile, Token), StringComparison.Ordinal);
        Assert.Empty(await shared.Deployment.Services.ListRunningAsync(Token));
        Assert.Equal("0021_weighted_implicit_signals", await shared.ScalarAsync("SELECT version_num FROM public.alembic_version"));

        // The mended code is deployed as compose would: with registrations still closed by .env.
        await shared.Deployment.ReplaceServiceAsync("backend", Token, "STANDIN_HEAD=0022_probe_notes");
        var result = await shared.RunAsync(shared.Options with { Resume = true });
        await shared.AssertServesAsync(result);
        Assert.Equal("0022_probe_notes", result.Revision);
        await RedeployAsync();
    }

    [Fact]
    public async Task Prepare_OlderCode_IsRefused_BeforeAnythingIsTouched()
    {
        await shared.Deployment.ReplaceServiceAsync("backend", Token, "STANDIN_HEAD=0020_before_weighted_signals");
        Assert.Equal("RevisionUnknown", (await Assert.ThrowsAsync<DrException>(() => shared.PrepareAsync())).Id);
        Assert.Equal(shared.EnvBefore, await File.ReadAllTextAsync(shared.Deployment.EnvFile, Token));
        await RedeployAsync();
    }

    [Fact]
    public async Task Run_TheBackendNeverComesUp_StopsUnderMaintenance_AndGoesOnAfterTheRepair()
    {
        await shared.Deployment.RemoveServiceAsync("backend", Token);
        await shared.Deployment.AddServiceAsync("backend", body => body["Cmd"] = new System.Text.Json.Nodes.JsonArray("sh", "-c", "exit 1"));
        var error = await Assert.ThrowsAsync<DrException>(() => shared.RunAsync(shared.Options with { Deadline = TimeSpan.FromSeconds(5) }));
        Assert.Equal(RecoveryStepStatus.Failed, Assert.IsType<RecoveryResult>(error.Subject).Steps.Single(step => step.Name == RecoveryStepName.StartServices).Status);
        await shared.Deployment.RemoveServiceAsync("backend", Token);
        await shared.Deployment.AddServiceAsync("backend");
        await shared.AssertServesAsync(await shared.RunAsync(shared.Options with { Resume = true }));
    }

    [Fact]
    public async Task Run_KilledBeforeAndAfterEveryStep_GoesOnAndServes()
    {
        await shared.SqlAsync("eventlink", "DELETE FROM public.event_interactions");
        var kills = 0;
        foreach (var word in Words())
        {
            try
            {
                await shared.RunAsync(shared.Options with { Resume = kills > 0 }, new KilledObserver(heard => heard.StartsWith(word, StringComparison.Ordinal)));
                Assert.Fail($"nothing was said like '{word}'");
            }
            catch (KilledObserver.KilledException)
            {
                kills++;
            }
        }

        Assert.Equal("RecoveryUnfinished", (await Assert.ThrowsAsync<DrException>(() => shared.PrepareAsync())).Id);
        var result = await shared.RunAsync(shared.Options with { Resume = true });
        await shared.AssertServesAsync(result);
        Assert.Equal(kills, result.Resumed);
        // Interrupted after the swap, the restore was not made twice.
        Assert.Equal("1", await shared.ScalarAsync($"SELECT count(*) FROM pg_database WHERE datname = '{result.Restored!.PreviousDatabase}'"));
    }

    /// <summary>Begin and end of each step, and the middles that change something.</summary>
    private static IEnumerable<string> Words()
    {
        foreach (var name in Enum.GetValues<RecoveryStepName>().Except([RecoveryStepName.Migrate, RecoveryStepName.Promote]))
        {
            yield return $"phase: {name}";
            if (name == RecoveryStepName.Restore) yield return "milestone: eventlink holds";
            if (name is RecoveryStepName.StartServices or RecoveryStepName.MaintenanceOff) yield return "phase: recreate backend";
        }
    }

    /// <summary>The code the backup was made with.</summary>
    private async Task RedeployAsync()
    {
        await shared.Deployment.ReplaceServiceAsync("backend", Token);
        await shared.SqlAsync("eventlink", "ALTER TABLE public.users DROP COLUMN IF EXISTS probe_note; UPDATE public.alembic_version SET version_num = '0021_weighted_implicit_signals'");
    }

    private static string? Detail(RecoveryResult result, RecoveryStepName name) => result.Steps.Single(step => step.Name == name).Detail;
}

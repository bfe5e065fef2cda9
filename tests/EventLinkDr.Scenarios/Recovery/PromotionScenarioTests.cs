using System.Net.Http.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Recovery;
using EventLinkDr.Operations.Replication;
using EventLinkDr.Scenarios.Maintenance;
using EventLinkDr.Scenarios.Replication;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Recovery;

/// <summary>The primary's container is lost, and the standby is behind: one command until students register again.</summary>
public sealed class PromotionScenarioTests(DockerEngineFixture docker) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RecoveryOptions Options => new()
    {
        Standby = "container:standby", JournalPath = _directory.File("recovery.json"), Deadline = TimeSpan.FromSeconds(60),
        ProbeEmail = MaintenanceDeployment.Email, ProbePassword = MaintenanceDeployment.Password, Switch = new SwitchOptions { ConnectTimeout = TimeSpan.FromSeconds(5) },
    };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Run_ThePrimaryLost_TheStandbyBehind_StudentsRegisterAgain()
    {
        await using var pair = await ComposedPair.StartAsync(docker);
        await AddProbeAsync(pair);
        await WriteLoad.CreateTableAsync(pair.Parties.Primary);
        await using var load = new WriteLoad(pair.Parties.Primary, clients: 1);
        await load.WaitForAsync(50);
        await CutAsync(pair);
        await load.WaitForAsync(50);
        await pair.Project.Containers.StopAsync((await pair.Project.InspectAsync("db", Token)).Id, TimeSpan.Zero, Token);
        var before = await File.ReadAllTextAsync(pair.Project.EnvFile, Token);

        var plan = await PrepareAsync(pair, Options);
        Assert.Contains(plan.Steps, step => step.Description.StartsWith("Promote: a failover", StringComparison.Ordinal));
        Assert.Contains(plan.Steps, step => step.Description.Contains("standby.signal", StringComparison.Ordinal));

        // In the middle of the switch, and after it: then backend and worker are held, with registrations closed, and point at the new primary.
        await KillAsync(pair, "phase: " + SwitchStep.Redirect);
        await KillAsync(pair, "phase: RevisionCheck");
        Assert.Empty(await pair.Parties.Services.ListRunningAsync(Token));
        Assert.Equal(("db-standby:5432", "db-standby:5432"), (await pair.AddressOfAsync("backend"), await pair.AddressOfAsync("worker")));
        Assert.Contains("DISABLED=true", await File.ReadAllTextAsync(pair.Project.EnvFile, Token), StringComparison.Ordinal);

        var result = await RunAsync(pair, Options with { Resume = true });

        Assert.True(result.Succeeded);
        Assert.Equal("", string.Join("; ", result.Steps.Where(step => step.Status is not (RecoveryStepStatus.Done or RecoveryStepStatus.Skipped))));
        Assert.Contains(result.Health!.Checks, check => check is { Name: "Registration", Status: HealthStatus.Pass });
        Assert.Equal("registrations are open, as the API shows", result.Steps.Single(step => step.Name == RecoveryStepName.MaintenanceOff).Detail);
        Assert.Equal(["backend", "worker"], (await pair.Parties.Services.ListRunningAsync(Token)).Order());
        Assert.Equal(("db-standby:5432", "db-standby:5432"), (await pair.AddressOfAsync("backend"), await pair.AddressOfAsync("worker")));
        Assert.Equal(before.Replace("@db:5432", "@db-standby:5432", StringComparison.Ordinal), await File.ReadAllTextAsync(pair.Project.EnvFile, Token));

        // Of what was acknowledged exactly that is missing which the result says is lost.
        var made = result.Promoted!;
        Assert.Equal((SwitchMode.Failover, true, true), (made.Mode, made.OldPrimaryFenced, made.OldPrimaryClosed));
        var there = await WriteLoad.ReadAsync(pair.Parties.Standby);
        Assert.Empty(load.Acknowledged.Where(write => write.After <= made.PromotedAt).Select(write => write.Id).Except(there));
        Assert.Empty(load.Acknowledged.Where(write => write.Before >= made.PromotedAt).Select(write => write.Id).Intersect(there));
        Assert.True(load.Acknowledged.Count(write => write.Before >= made.PromotedAt) >= 50);
        // The old log was not read to its end, so nobody knows how much it held.
        Assert.Null(result.MeasuredDataLoss);
        Assert.True(result.DataLossAtMost > TimeSpan.Zero);
    }

    private async Task KillAsync(ComposedPair pair, string word) => await Assert.ThrowsAsync<KilledObserver.KilledException>(() =>
        RunAsync(pair, Options with { Resume = File.Exists(Options.JournalPath) }, new KilledObserver(heard => heard.StartsWith(word, StringComparison.Ordinal))));

    private static Task<RecoveryPlan> PrepareAsync(ComposedPair pair, RecoveryOptions options) => new RecoveryOperation(pair.Parties).PreparePromotionAsync(options, Token);

    private static async Task<RecoveryResult> RunAsync(ComposedPair pair, RecoveryOptions options, IOperationObserver? observer = null) =>
        await new RecoveryOperation(pair.Parties).RunAsync(await PrepareAsync(pair, options), observer ?? NullObserver.Instance, Token);

    /// <summary>The standby receives nothing more; the primary goes on.</summary>
    private static async Task CutAsync(ComposedPair pair)
    {
        await StandbyPair.ExecuteAsync(pair.Parties.Standby, StandbyPair.Database, "ALTER SYSTEM SET primary_conninfo = ''");
        await StandbyPair.ExecuteAsync(pair.Parties.Standby, StandbyPair.Database, "SELECT pg_reload_conf()");
        while (await StandbyPair.ScalarAsync(pair.Parties.Standby, "SELECT count(*) FROM pg_stat_wal_receiver") != "0") await Task.Delay(50, Token);
    }

    private static async Task AddProbeAsync(ComposedPair pair)
    {
        var api = ComposeBackend.ApiOf(await pair.Project.InspectAsync("backend", Token))!;
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(new Uri(api, "register"),
            new { email = MaintenanceDeployment.Email, password = MaintenanceDeployment.Password, confirm_password = MaintenanceDeployment.Password, full_name = "Probe" }, Token);
        answer.EnsureSuccessStatusCode();
        await StandbyPair.ExecuteAsync(pair.Parties.Primary, StandbyPair.Database,
            "INSERT INTO public.events (title, start_time, owner_id, status, max_seats) SELECT 'Concert', now() + interval '30 days', id, 'published', 10 FROM public.users");
    }
}

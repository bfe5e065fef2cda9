using System.Text.Json;
using System.Text.Json.Nodes;
using EventLinkDr.Adapters.Docker;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Operations.Drill;
using EventLinkDr.Operations.Recovery;
using EventLinkDr.Scenarios.Maintenance;
using EventLinkDr.Scenarios.Recovery;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Docker;

namespace EventLinkDr.Scenarios.Drill;

/// <summary>Drills on copies of one deployment. None of them changes it, and none leaves anything.</summary>
public sealed class DeploymentDrillTests(RecoveryDeployment shared) : IClassFixture<RecoveryDeployment>, IAsyncLifetime
{
    private static readonly DeploymentDrillOptions Options = new()
    {
        Jobs = 2, Deadline = TimeSpan.FromSeconds(30), ProbeEmail = MaintenanceDeployment.Email, ProbePassword = MaintenanceDeployment.Password,
    };

    private string _before = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IContainerHost Engine => shared.Deployment.Containers;

    public async ValueTask InitializeAsync()
    {
        await shared.RequireAsync();
        _before = await StateAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Run_OfAHealthyDeployment_PassesEveryStep_AndTheDeploymentIsAsItWas()
    {
        // Its backend is no superuser: what it may do comes out of the backup.
        await shared.SqlAsync("eventlink", "CREATE ROLE app LOGIN PASSWORD 'app'; GRANT ALL ON ALL TABLES IN SCHEMA public TO app; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO app");
        await shared.Deployment.RemoveServiceAsync("backend", Token);
        await shared.Deployment.AddServiceAsync("backend", body => body["Env"] = new JsonArray([.. body["Env"]!.AsArray().Select(line =>
            (JsonNode)line!.GetValue<string>().Replace("//eventlink:" + DockerEngineFixture.Password, "//app:app", StringComparison.Ordinal))]));
        await shared.Deployment.WaitAsync("backend", Token);
        var saving = new BackupOperation(shared.Deployment, shared.Store);
        var made = await saving.RunAsync(await saving.PrepareAsync(new BackupOptions { Jobs = 2 }, Token), NullObserver.Instance, Token);
        _before = await StateAsync();

        string? seen = null;
        var heard = new RecordingObserver { OnPhase = name => seen ??= name == "Health" ? LookAtTheCopyAsync().GetAwaiter().GetResult() : null };
        var plan = await Operation().PrepareAsync(made.Backup, shared.Deployment.Target, Options, Token);
        Assert.Contains(plan.Steps, step => step.ToString().Contains($"a copy of {shared.Deployment.NameOf("backend")}", StringComparison.Ordinal));
        await AssertUntouchedAsync();
        var result = await Operation().RunAsync(plan, heard, Token);
        Assert.True(result.Passed, $"{result.Failure} {string.Join(" | ", result.BackendLog)}");
        Assert.Equal([RecoveryStepName.FinalBackup, RecoveryStepName.Migrate], result.Steps.Where(step => step.Status == RecoveryStepStatus.Skipped).Select(step => step.Name));
        Assert.Equal(ProofOutcome.Proven, result.Proof);
        Assert.Equal("0021_weighted_implicit_signals", result.Revision);
        foreach (var name in (string[])["Api", "DatabaseWritable", "SchemaRevision", "Login", "EventList", "EventDetails", "Registration"])
            Assert.Equal((name, HealthStatus.Pass), (name, result.Health!.Checks.Single(check => check.Name == name).Status));
        Assert.True(result.MeasuredRecoveryTime > TimeSpan.Zero);
        Assert.True(result.MeasuredDataLoss > TimeSpan.Zero);
        Assert.Equal(["start a copy", "runbook", "remove everything"], result.Phases.Select(phase => phase.Name));
        Assert.Equal("ports: none, networks: the copy's own, internal, user: app, password: its own", seen);
        await AssertUntouchedAsync();
        await RedeployAsync();
    }

    [Fact]
    public async Task Run_NewerCode_MigratesTheOlderBackup()
    {
        await shared.Deployment.ReplaceServiceAsync("backend", Token, "STANDIN_HEAD=0022_probe_notes");
        await shared.Deployment.WaitAsync("backend", Token);
        _before = await StateAsync();
        var result = await RunAsync(Options);
        Assert.True(result.Passed, $"{result.Failure} {string.Join(" | ", result.BackendLog)}");
        Assert.Equal(("0021_weighted_implicit_signals", "0022_probe_notes"), (result.MigratedFrom, result.Revision));
        await AssertUntouchedAsync();
        await RedeployAsync();
    }

    [Fact]
    public async Task Run_AHealthCheckFails_IsAFailedResult_AndEverythingIsRemoved()
    {
        await shared.Deployment.RemoveServiceAsync("backend", Token);
        await shared.Deployment.AddServiceAsync("backend", body =>
        {
            body["Cmd"] = new JsonArray("sh", "-c", "echo serving $DATABASE_URL; sleep 1000");
            body["Healthcheck"] = new JsonObject { ["Test"] = new JsonArray("NONE") };
            body["StopSignal"] = "SIGKILL";
        });
        _before = await StateAsync();
        var result = await RunAsync(Options with { ProbeEmail = null, Deadline = TimeSpan.FromSeconds(5) });
        Assert.False(result.Passed);
        Assert.StartsWith("Health: [ServiceUnhealthy] not healthy: Api", result.Failure, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Fail, result.Health!.Checks.Single(check => check.Name == "Api").Status);
        Assert.Null(result.MeasuredRecoveryTime);
        Assert.Equal(ProofOutcome.Proven, result.Proof);
        Assert.Equal("serving …", Assert.Single(result.BackendLog));
        await AssertUntouchedAsync();
        await RedeployAsync();
    }

    [Fact]
    public async Task Run_CancelledInTheMiddle_RemovesEverything()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var heard = new RecordingObserver { OnPhase = name => { if (name == "recreate backend") stop.Cancel(); } };
        var plan = await PrepareAsync(Options);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Operation().RunAsync(plan, heard, stop.Token));
        Assert.Contains("phase: recreate backend", heard.Lines);
        await AssertUntouchedAsync();
    }

    [Fact]
    public async Task Run_OfAServerAlone_LeavesTheBackendOut_AndSaysSo()
    {
        var target = shared.Deployment.Target with { Project = null, ProjectDirectory = null, Container = null };
        var result = await RunAsync(Options, target);
        Assert.True(result.Passed, result.Failure);
        Assert.False(result.WithBackend);
        Assert.Equal(["the backend was left out: the target is no compose project"], result.Notes);
        Assert.Equal("the backend is left out: the target is no compose project", result.Steps.Single(step => step.Name == RecoveryStepName.StartServices).Detail);
        Assert.Equal(ProofOutcome.Proven, result.Proof);
        Assert.Equal(HealthStatus.Skip, result.Health!.Checks.Single(check => check.Name == "Login").Status);
        Assert.NotNull(result.MeasuredRecoveryTime);
        await AssertUntouchedAsync();
    }

    [Fact]
    public async Task CommandLine_Killed_IsSweptUpByTheNext_WhichPasses()
    {
        var variables = new Dictionary<string, string?>
        {
            ["DOCKER_HOST"] = Engine.Description, ["COMPOSE_PROJECT_NAME"] = shared.Deployment.Project, ["EVENTLINKDR_PROBE_PASSWORD"] = Options.ProbePassword,
        };
        string[] arguments = ["drill", shared.Store.Location, "--json", "--jobs", "2", "--project-directory", shared.Deployment.DirectoryPath, "--probe-user", Options.ProbeEmail!, "--rpo", "30d"];
        using (var killed = CommandLine.Start(arguments, variables))
        {
            killed.StandardInput.Close();
            while ((await CopiesAsync()).Count < 2) await Task.Delay(100, Token);
            killed.Kill();
            await killed.WaitForExitAsync(Token);
        }

        // A request that was under way when it was killed is still carried out.
        Assert.NotEmpty(await CopiesAsync());
        var run = await CommandLine.RunAsync(arguments, variables);
        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        Assert.Contains("which a killed command had left behind", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Options.ProbePassword!, run.Output + run.Error, StringComparison.Ordinal);
        var drill = JsonDocument.Parse(run.Output).RootElement;
        Assert.True(drill.GetProperty("passed").GetBoolean());
        Assert.Equal(("Proven", "Met"), (drill.GetProperty("proof").GetString(), drill.GetProperty("rpoOutcome").GetString()));
        await AssertUntouchedAsync();
    }

    private async Task<IReadOnlyList<ContainerSummary>> CopiesAsync() => await Engine.ListAsync([ContainerCluster.RunLabel], Token);

    /// <summary>The copy of the backend while it runs. That an internal network leads nowhere is the engine's part, and the tests' engine leaves the firewall alone.</summary>
    private async Task<string> LookAtTheCopyAsync()
    {
        var copy = await Engine.InspectAsync((await CopiesAsync()).Single(container => container.Labels[ComposeProject.ServiceLabel] == "backend").Id, Token);
        var network = copy.Networks.Single().Name;
        var isInternal = (await ((DockerEngine)Engine).Http.GetJsonAsync("/networks/" + network, null, Token)).Flag("Internal");
        return $"ports: {(copy.Ports.Count == 0 ? "none" : "some")}, networks: {(network == copy.Labels[ComposeProject.ProjectLabel] + "_default" ? "the copy's own" : network)}, {(isInternal ? "internal" : "open")}, "
            + $"user: {DatabaseUrl.UserOf(copy.Environment[DatabaseUrl.Variable])}, password: {(copy.Environment[DatabaseUrl.Variable].Contains(":app@", StringComparison.Ordinal) ? "the deployment's" : "its own")}";
    }

    /// <summary>The code the backup was made with.</summary>
    private async Task RedeployAsync()
    {
        await shared.Deployment.ReplaceServiceAsync("backend", Token);
        await shared.SqlAsync("eventlink", "ALTER TABLE public.users DROP COLUMN IF EXISTS probe_note; UPDATE public.alembic_version SET version_num = '0021_weighted_implicit_signals'");
    }

    /// <summary>Everything that says what the deployment is and holds, and what drills have left on the engine.</summary>
    private async Task<string> StateAsync()
    {
        var parts = new List<string>();
        foreach (var container in (await Engine.ListAsync([], Token)).Where(container => Concerns(container.Labels.GetValueOrDefault(ComposeProject.ProjectLabel))).OrderBy(container => container.Name, StringComparer.Ordinal))
        {
            var raw = (await Engine.InspectAsync(container.Id, Token)).Raw;
            // Health checks go on by themselves.
            parts.Add(string.Join('\n', raw.EnumerateObject().Where(part => part.Name is not ("State" or "ExecIDs")).Select(part => $"{container.Name} {part.Name} {part.Value}")));
            parts.Add($"{container.Name} {container.State}");
        }

        parts.AddRange((await Engine.ListNetworksAsync([], Token)).Where(network => Concerns(network.Name)).Select(network => network.ToString()).Order(StringComparer.Ordinal));
        parts.Add(await shared.ScalarAsync("SELECT string_agg(datname || ' ' || oid, ', ' ORDER BY oid) FROM pg_database") ?? "");
        parts.Add(await shared.ScalarAsync("SELECT string_agg(oid || ' ' || relname || ' ' || relfilenode, ', ' ORDER BY oid) FROM pg_class") ?? "");
        parts.Add(await shared.ScalarAsync("SELECT md5(string_agg(t::text, ',' ORDER BY id)) FROM public.users t") ?? "");
        parts.Add(await shared.ScalarAsync("SELECT md5(string_agg(t::text, ',' ORDER BY id)) FROM public.registrations t") ?? "");
        parts.Add(await File.ReadAllTextAsync(shared.Deployment.EnvFile, Token));
        return string.Join('\n', parts);
    }

    /// <summary>The deployment's, or a copy's; other tests work on the same engine.</summary>
    private bool Concerns(string? project) => project is not null
        && (project.StartsWith(shared.Deployment.Project, StringComparison.Ordinal) || project.StartsWith("eventlinkdr-drill-", StringComparison.Ordinal));

    private async Task AssertUntouchedAsync() => Assert.Equal(_before, await StateAsync());

    private DeploymentDrillOperation Operation() => new(new EngineAdapters(Engine, startsServers: true), shared.Store);

    private Task<DeploymentDrillPlan> PrepareAsync(DeploymentDrillOptions options, EventLinkTarget? target = null) =>
        Operation().PrepareAsync(shared.Backup, target ?? shared.Deployment.Target, options, Token);

    private async Task<DeploymentDrillResult> RunAsync(DeploymentDrillOptions options, EventLinkTarget? target = null, IOperationObserver? observer = null) =>
        await Operation().RunAsync(await PrepareAsync(options, target), observer ?? NullObserver.Instance, Token);
}

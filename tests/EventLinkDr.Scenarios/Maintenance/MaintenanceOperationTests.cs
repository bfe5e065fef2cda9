using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Hosting.Recreation;
using EventLinkDr.Model;
using EventLinkDr.Operations.Health;
using EventLinkDr.Operations.Maintenance;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Docker;

namespace EventLinkDr.Scenarios.Maintenance;

public sealed class MaintenanceOperationTests(MaintenanceDeployment shared) : IClassFixture<MaintenanceDeployment>, IAsyncLifetime
{
    private ComposeDeployment _deployment = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _deployment = await shared.RequireAsync();
        await SwitchAsync(false);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Run_OnAndOff_ChangesFileContainerAndApi_AndOnlyTheOneLine()
    {
        var before = await File.ReadAllTextAsync(_deployment.EnvFile, Token);
        var on = await SwitchAsync(true);
        Assert.Equal((true, true, true), (on.File, on.Container, on.Api));
        Assert.Equal(before.Replace("DISABLED=false", "DISABLED=true", StringComparison.Ordinal), await File.ReadAllTextAsync(_deployment.EnvFile, Token));

        var id = (await InspectAsync()).Id;
        Assert.Equal((true, true, true), await SwitchAsync(true) is var again ? (again.File, again.Container, again.Api) : default);
        Assert.Equal(id, (await InspectAsync()).Id);

        var off = await SwitchAsync(false);
        Assert.Equal((false, false, false), (off.File, off.Container, off.Api));
        Assert.Equal(before, await File.ReadAllTextAsync(_deployment.EnvFile, Token));
    }

    [Fact]
    public async Task Run_TheNewContainer_DiffersInTheVariableOnly()
    {
        var before = await RawAsync();
        await SwitchAsync(true);
        var after = await RawAsync();
        Assert.Equal(Settings(before).Replace("REGISTRATIONS_DISABLED=false", "REGISTRATIONS_DISABLED=true", StringComparison.Ordinal), Settings(after));
        Assert.NotEqual(before["Id"]!.GetValue<string>(), after["Id"]!.GetValue<string>());
        Assert.Equal(2, (await _deployment.Containers.ListAsync([$"{ComposeProject.ProjectLabel}={_deployment.Project}"], Token)).Count);
    }

    [Fact]
    public async Task Recreate_ANewContainerThatNeverGetsWell_PutsTheOldOneBack()
    {
        var id = (await InspectAsync()).Id;
        var recreator = new ContainerRecreator(_deployment.Containers, NullObserver.Instance) { Deadline = TimeSpan.FromSeconds(4) };
        var error = await Assert.ThrowsAnyAsync<DrException>(() => recreator.RecreateAsync(_deployment.NameOf("backend"),
            new Dictionary<string, string> { ["DATABASE_URL"] = "postgresql://nobody:x@127.0.0.1:1/none" }, Token));
        Assert.Equal("ServiceUnhealthy", error.Id);
        Assert.Equal(id, (await InspectAsync()).Id);
        await _deployment.WaitAsync("backend", Token);
        Assert.Empty(await recreator.FinishInterruptedAsync(_deployment.Project, Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Run_AfterAKillBetweenAnyTwoSteps_EndsWithOneHealthyBackend(int steps)
    {
        var killed = KilledHost.Around(_deployment.Containers, steps);
        await Assert.ThrowsAsync<KilledHost.KilledException>(() => new ContainerRecreator(killed, NullObserver.Instance).RecreateAsync(_deployment.NameOf("backend"),
            new Dictionary<string, string> { [MaintenanceFlag.Name] = "true" }, Token));
        var plan = await new MaintenanceOperation(_deployment).PrepareAsync(Options(true), Token);
        Assert.Contains(plan.Steps, step => step.Description.Contains("interrupted", StringComparison.Ordinal));
        var status = await new MaintenanceOperation(_deployment).RunAsync(plan, NullObserver.Instance, Token);
        Assert.Equal((true, true, true), (status.File, status.Container, status.Api));
        Assert.Equal(2, (await _deployment.Containers.ListAsync([$"{ComposeProject.ProjectLabel}={_deployment.Project}"], Token)).Count);
        Assert.Equal(_deployment.NameOf("backend"), (await ComposeBackend.FindAsync(_deployment.Containers, _deployment.Project, "backend", Token))!.Name);
    }

    [Fact]
    public async Task Run_WithoutAProbe_SaysThatItIsNotProven()
    {
        var operation = new MaintenanceOperation(_deployment);
        var status = await operation.RunAsync(await operation.PrepareAsync(new MaintenanceOptions { Enabled = true }, Token), NullObserver.Instance, Token);
        Assert.Null(status.Api);
        Assert.Contains("not proven", status.Detail, StringComparison.Ordinal);
        Assert.True(status.Container);
    }

    [Fact]
    public async Task Run_WriteFence_StopsTheWorkerAndRefusesWrites_UntilItIsLifted()
    {
        await _deployment.AddServiceAsync(ComposeBackend.Worker);
        try
        {
            var on = await SwitchAsync(true, fence: true);
            Assert.Equal((true, true), (on.WriteFence, on.Api));
            Assert.Equal(ContainerState.Exited, (await _deployment.Containers.InspectAsync(_deployment.NameOf("worker"), Token)).State);
            using var http = new HttpClient();
            using (var login = await http.PostAsJsonAsync(new Uri(await ApiAsync(), "login"), new { email = MaintenanceDeployment.Email, password = MaintenanceDeployment.Password }, Token))
                Assert.False(login.IsSuccessStatusCode);

            // Again: nothing to do, and the probe student cannot log in.
            var again = await SwitchAsync(true, fence: true);
            Assert.Equal((true, (bool?)null), (again.WriteFence, again.Api));
            Assert.Contains("write fence", again.Detail, StringComparison.Ordinal);

            var off = await SwitchAsync(false);
            Assert.Equal((false, false), (off.WriteFence, off.Api));
            Assert.Equal(ContainerState.Running, (await _deployment.Containers.InspectAsync(_deployment.NameOf("worker"), Token)).State);
        }
        finally
        {
            await _deployment.RemoveServiceAsync(ComposeBackend.Worker, Token);
        }
    }

    [Fact]
    public async Task Run_NoRecreate_ChangesTheFileOnly_AndSaysThatItIsNotInForce()
    {
        var id = (await InspectAsync()).Id;
        var status = await RunAsync(Options(true) with { NoRecreate = true });
        Assert.Equal((true, false, null), (status.File, status.Container, status.Api));
        Assert.False(status.Consistent);
        Assert.Contains("not in force", status.Detail, StringComparison.Ordinal);
        Assert.Equal(id, (await InspectAsync()).Id);
    }

    [Fact]
    public async Task Health_FindsApiAndCodeByTheContainers_AndARegistrationUnderMaintenanceFails()
    {
        var operation = new HealthOperation(_deployment);
        var options = new HealthOptions { ProbeEmail = MaintenanceDeployment.Email, ProbePassword = MaintenanceDeployment.Password, TestRegistration = true };
        var off = await operation.RunAsync(options, NullObserver.Instance, Token);
        Assert.Equal("", string.Join("; ", off.Checks.Where(check => check.Status != HealthStatus.Pass).Select(check => $"{check.Name}: {check.Detail}")));
        Assert.Contains("the code", off.Checks.Single(check => check.Name == "SchemaRevision").Detail, StringComparison.Ordinal);

        await SwitchAsync(true);
        var on = await operation.RunAsync(options, NullObserver.Instance, Token);
        Assert.Contains("maintenance is on", Assert.Single(on.Checks, check => check.Status == HealthStatus.Fail).Detail, StringComparison.Ordinal);
        Assert.Equal("DeploymentUnhealthy", HealthOptions.ErrorOf(on)!.Id);
    }

    [Fact]
    public async Task Run_AWrongProbePassword_ChangesNothing()
    {
        var id = (await InspectAsync()).Id;
        var error = await Assert.ThrowsAnyAsync<DrException>(() => RunAsync(Options(true) with { ProbePassword = "wrong" }));
        Assert.Equal("ProbeRefused", error.Id);
        Assert.Contains("DISABLED=false", await File.ReadAllTextAsync(_deployment.EnvFile, Token), StringComparison.Ordinal);
        Assert.Equal(id, (await InspectAsync()).Id);
    }

    [Fact]
    public async Task Run_ANewContainerThatIsNotHealthyInTime_PutsFileAndContainerBack()
    {
        var before = await File.ReadAllBytesAsync(_deployment.EnvFile, Token);
        var id = (await InspectAsync()).Id;
        var error = await Assert.ThrowsAnyAsync<DrException>(() => RunAsync(Options(true) with { Deadline = TimeSpan.Zero }));
        Assert.Equal("ServiceUnhealthy", error.Id);
        Assert.Contains("put back", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(_deployment.EnvFile, Token));
        Assert.Equal(id, (await InspectAsync()).Id);
        await _deployment.WaitAsync("backend", Token);
    }

    [Fact]
    public async Task Run_AReloadThatOnlyRestarts_IsAnError()
    {
        var error = await Assert.ThrowsAnyAsync<DrException>(() => RunAsync(Options(true) with
        {
            Reload = async token =>
            {
                await _deployment.Containers.StopAsync(_deployment.NameOf("backend"), null, token);
                await _deployment.Containers.StartAsync(_deployment.NameOf("backend"), token);
            },
        }));
        Assert.Equal("MaintenanceNotEffective", error.Id);
        Assert.Contains("restart", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithTheDatabaseAway_SwitchesAllTheSame_AndTheBackendComesUpUnderTheFlag()
    {
        await using var away = await _deployment.ConnectAsync(Token);
        await _deployment.Containers.StopAsync(_deployment.NameOf("db"), null, Token);
        try
        {
            var status = await RunAsync(Options(true), away);
            Assert.Equal((true, true, null, null), (status.File, status.Container, status.Api, status.WriteFence));
            Assert.Contains("database cannot be reached", status.Detail, StringComparison.Ordinal);
        }
        finally
        {
            await _deployment.Containers.StartAsync(_deployment.NameOf("db"), Token);
            await _deployment.ReachDatabaseAsync(Token);
        }

        await _deployment.WaitAsync("backend", Token);
        Assert.True((await RunAsync(Options(true), away)).Api);
    }

    [Fact]
    public async Task Prepare_ChangesNothing()
    {
        var before = (await RawAsync()).ToJsonString();
        var plan = await new MaintenanceOperation(_deployment).PrepareAsync(new MaintenanceOptions { Enabled = true, WriteFence = true }, Token);
        Assert.Contains(plan.Steps, step => step.Effect == PlanEffect.Stop);
        Assert.Equal(JsonNode.Parse(before)!["Id"]!.GetValue<string>(), (await RawAsync())["Id"]!.GetValue<string>());
        Assert.Contains("DISABLED=false", await File.ReadAllTextAsync(_deployment.EnvFile, Token), StringComparison.Ordinal);
    }

    private static MaintenanceOptions Options(bool enabled, bool fence = false) =>
        new() { Enabled = enabled, WriteFence = fence, ProbeEmail = MaintenanceDeployment.Email, ProbePassword = MaintenanceDeployment.Password };

    private async Task<MaintenanceStatus> SwitchAsync(bool enabled, bool fence = false)
    {
        return await RunAsync(Options(enabled, fence));
    }

    private async Task<MaintenanceStatus> RunAsync(MaintenanceOptions options, IDeployment? deployment = null)
    {
        var operation = new MaintenanceOperation(deployment ?? _deployment);
        return await operation.RunAsync(await operation.PrepareAsync(options, Token), NullObserver.Instance, Token);
    }

    private Task<ContainerDetails> InspectAsync() => _deployment.Containers.InspectAsync(_deployment.NameOf("backend"), Token);

    private async Task<Uri> ApiAsync() => ComposeBackend.ApiOf(await InspectAsync())!;

    private async Task<JsonObject> RawAsync() => JsonObject.Create((await InspectAsync()).Raw)!;

    /// <summary>What describes the container, without what the engine makes up for each.</summary>
    private static string Settings(JsonObject inspected)
    {
        var configuration = (JsonObject)inspected["Config"]!.DeepClone();
        configuration.Remove("Hostname");
        // Taken by id: a tag may have moved on.
        configuration.Remove("Image");
        var id = inspected["Id"]!.GetValue<string>();
        var networks = (inspected["NetworkSettings"]!["Networks"] as JsonObject)!.Select(pair => pair.Key + ":"
            + string.Join(',', (pair.Value!["Aliases"] as JsonArray ?? []).Select(alias => alias!.GetValue<string>()).Where(alias => !id.StartsWith(alias, StringComparison.Ordinal))));
        return string.Join('\n', configuration.ToJsonString(), inspected["HostConfig"]!.ToJsonString(), inspected["Image"]!.ToJsonString(), string.Join(';', networks));
    }
}

using System.Text.Json.Nodes;
using EventLinkDr.Adapters.Docker;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Docker;

namespace EventLinkDr.Adapters.Tests.Docker;

public sealed class ComposeServicesTests(DockerEngineFixture docker) : IDisposable
{
    /// <summary>Does not end when it is asked to, and shows that it was.</summary>
    private const string Stubborn = "trap 'touch /tmp/asked' TERM; touch /tmp/trapped; while true; do sleep 0.1; done";

    private readonly TemporaryDirectory _state = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Stop_ThenStart_LeavesThemHealthyAndNoRecord()
    {
        var engine = await docker.RequireAsync();
        var project = docker.NewName("project");
        var backend = await RunAsync(project, "backend", healthCheck: "test -e /tmp/ready", script: "sleep 1; touch /tmp/ready; exec sleep 100000");
        var worker = await RunAsync(project, "worker");
        await RunAsync(project, "frontend");
        await RunAsync(project, "worker", oneOff: true);
        var services = Services(engine, project);
        Assert.Equal(["backend", "worker"], await services.ListRunningAsync(Token));

        await services.StopAsync(["backend", "worker"], Token);
        Assert.Empty(await services.ListRunningAsync(Token));
        Assert.Equal(["backend", "worker"], await services.ListLeftStoppedAsync(Token));
        // Two containers of the project run still: nobody asked to stop those.
        Assert.Equal(2, (await engine.ListAsync([ComposeProject.ProjectLabel + "=" + project], Token)).Count(container => container.State == ContainerState.Running));

        // A new instance is a new command after a kill.
        var later = Services(engine, project);
        Assert.Equal(["backend", "worker"], await later.ListLeftStoppedAsync(Token));
        await later.StartAsync(["worker", "backend"], Token);
        Assert.Equal(ContainerHealth.Healthy, (await engine.InspectAsync(backend, Token)).Health);
        var (first, second) = (await engine.InspectAsync(backend, Token), await engine.InspectAsync(worker, Token));
        Assert.True(first.StartedAt < second.StartedAt, "The worker depends on the backend.");
        Assert.Empty(await later.ListLeftStoppedAsync(Token));
        Assert.Empty(Directory.GetFiles(_state.Path));
    }

    [Fact]
    public async Task Stop_KilledHalfWay_WasRecordedBefore()
    {
        var own = await docker.RequireAsync();
        var project = docker.NewName("project");
        await RunAsync(project, "backend");
        var worker = await RunAsync(project, "worker", script: Stubborn, stopSignal: "SIGTERM");
        await WaitForFileAsync(own, worker, "/tmp/trapped");
        // The proxy stands for our process: its connections end as those of a killed process do.
        await using var proxy = new EngineProxy(own.Address.Path);
        await using var engine = new DockerEngine(EngineAddress.Parse(proxy.Address, null));
        var stopping = Services(engine, project).StopAsync(["backend", "worker"], Token);
        await WaitForFileAsync(own, worker, "/tmp/asked");
        await proxy.DisposeAsync();
        await Assert.ThrowsAnyAsync<DrException>(() => stopping);

        var later = Services(own, project);
        while (await later.ListLeftStoppedAsync(Token) is not ["worker"]) await Task.Delay(50, Token);
        await later.StartAsync(await later.ListLeftStoppedAsync(Token), Token);
        Assert.Equal(["backend", "worker"], await later.ListRunningAsync(Token));
        Assert.Empty(await later.ListLeftStoppedAsync(Token));
    }

    [Fact]
    public async Task Stop_Cancelled_LeavesNoStopBehindThatOvertakesAStart()
    {
        var engine = await docker.RequireAsync();
        var project = docker.NewName("project");
        await RunAsync(project, "backend");
        var worker = await RunAsync(project, "worker", script: Stubborn, stopSignal: "SIGTERM");
        await WaitForFileAsync(engine, worker, "/tmp/trapped");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var services = Services(engine, project);
        var stopping = services.StopAsync(["backend", "worker"], stop.Token);
        await WaitForFileAsync(engine, worker, "/tmp/asked");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopping);
        Assert.Equal(["worker"], await services.ListLeftStoppedAsync(Token));
        Assert.Equal(["backend"], await services.ListRunningAsync(Token));
    }

    [Fact]
    public async Task Start_ServiceThatStaysUnhealthy_FailsAndKeepsTheRecord()
    {
        var engine = await docker.RequireAsync();
        var project = docker.NewName("project");
        await RunAsync(project, "backend", healthCheck: "false");
        await RunAsync(project, "worker");
        var services = Services(engine, project, TimeSpan.FromSeconds(3));
        await services.StopAsync(["backend", "worker"], Token);
        var error = await Assert.ThrowsAnyAsync<DrException>(() => services.StartAsync(["backend", "worker"], Token));
        Assert.Equal("ServiceUnhealthy", error.Id);
        // The backend runs, though not well; the worker waits for it.
        Assert.Equal(["worker"], await services.ListLeftStoppedAsync(Token));
    }

    [Fact]
    public async Task Start_ServiceThatEnds_FailsAtOnce()
    {
        var engine = await docker.RequireAsync();
        var project = docker.NewName("project");
        var id = await RunAsync(project, "backend", script: "test -e /tmp/second && exit 3; touch /tmp/second; exec sleep 100000");
        var services = Services(engine, project, TimeSpan.FromMinutes(10));
        // Stopped before its first word, the first start would be the second.
        await WaitForFileAsync(engine, id, "/tmp/second");
        await services.StopAsync(["backend"], Token);
        var error = await Assert.ThrowsAnyAsync<DrException>(() => services.StartAsync(["backend"], Token));
        Assert.Equal("ServiceUnhealthy", error.Id);
        Assert.Contains("code 3", error.Message, StringComparison.Ordinal);
        Assert.Equal(ContainerState.Exited, (await engine.InspectAsync(id, Token)).State);
    }

    [Fact]
    public async Task Start_ContainerMadeAnewMeanwhile_StartsTheNewOne()
    {
        var engine = await docker.RequireAsync();
        var project = docker.NewName("project");
        var id = await RunAsync(project, "worker");
        var services = Services(engine, project);
        await services.StopAsync(["worker"], Token);
        await engine.RemoveAsync(id, force: true, withVolumes: true, Token);
        Assert.Empty(await services.ListLeftStoppedAsync(Token));
        var second = await RunAsync(project, "worker");
        await engine.StopAsync(second, TimeSpan.Zero, Token);
        await services.StartAsync(["worker"], Token);
        Assert.Equal(["worker"], await services.ListRunningAsync(Token));
        Assert.Empty(Directory.GetFiles(_state.Path));

        var error = await Assert.ThrowsAnyAsync<DrException>(() => services.StartAsync(["backend"], Token));
        Assert.Equal("ContainerNotFound", error.Id);
    }

    [Fact]
    public async Task EnsureRunning_StoppedDatabase_IsStartedAndTakesConnections()
    {
        var engine = await docker.RequireAsync();
        var id = await docker.RunPostgresAsync();
        await engine.StopAsync(id, null, Token);
        var (container, started) = await DatabaseContainer.EnsureRunningAsync(engine, id, 5432, TimeSpan.FromMinutes(1), Token);
        Assert.True(started);
        Assert.NotNull(Assert.Single(container.Networks).Address);
        Assert.Equal(0, (await ContainerProgram.RunAsync(engine, id, new ContainerCommand("pg_isready", "-q", "-h", "127.0.0.1"), Token)).ExitCode);
        Assert.False((await DatabaseContainer.EnsureRunningAsync(engine, id, 5432, TimeSpan.FromMinutes(1), Token)).Started);
    }

    [Fact]
    public async Task EnsureRunning_DatabaseThatDoesNotStart_SaysSo()
    {
        var engine = await docker.RequireAsync();
        var id = await docker.RunAsync(await docker.PostgresImageAsync(), []);
        Assert.Equal(1, await engine.WaitAsync(id, Token));
        var error = await Assert.ThrowsAnyAsync<DrException>(() => DatabaseContainer.EnsureRunningAsync(engine, id, 5432, TimeSpan.FromMinutes(1), Token));
        Assert.Equal("ServiceUnhealthy", error.Id);
        Assert.Contains("code 1", error.Message, StringComparison.Ordinal);
    }

    private static async Task WaitForFileAsync(DockerEngine engine, string container, string file)
    {
        while (await ContainerProgram.RunAsync(engine, container, new ContainerCommand("ls", file), Token) is not (0, _, _)) await Task.Delay(10, Token);
    }

    private ComposeServices Services(DockerEngine engine, string project, TimeSpan? patience = null) =>
        new(engine, project) { StateDirectory = _state.Path, Patience = patience ?? TimeSpan.FromMinutes(1) };

    private async Task<string> RunAsync(string project, string service, string? healthCheck = null, string script = "exec sleep 100000", bool oneOff = false,
        string stopSignal = "SIGKILL")
    {
        var configuration = new JsonObject
        {
            ["Entrypoint"] = new JsonArray("sh", "-c", script),
            ["StopSignal"] = stopSignal,
            ["StopTimeout"] = 5,
            ["Labels"] = new JsonObject
            {
                [ComposeProject.ProjectLabel] = project, [ComposeProject.ServiceLabel] = service, [ComposeProject.OneOffLabel] = oneOff ? "True" : "False",
            },
        };
        if (healthCheck is not null)
            configuration["Healthcheck"] = new JsonObject { ["Test"] = new JsonArray("CMD-SHELL", healthCheck), ["Interval"] = 500_000_000, ["Retries"] = 100 };
        return await docker.RunAsync(await docker.PostgresImageAsync(), configuration);
    }
}

using System.Text.Json.Nodes;
using EventLinkDr.Adapters.Deployments;
using EventLinkDr.Adapters.Docker;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres;
using EventLinkDr.Storage;
using EventLinkDr.Streams;
using EventLinkDr.TestKit;

namespace EventLinkDr.Adapters.Tests.Deployments;

public sealed class DeploymentConnectorTests(PostgresFixture postgres, DockerEngineFixture docker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_ToAServer_AsksNoEngine()
    {
        var connector = new DeploymentConnector(() => throw new InvalidOperationException("nobody asked for an engine"));
        await using var deployment = await connector.ConnectAsync(postgres.Target("postgres"), new ConnectOptions(), NullObserver.Instance, Token);
        await using var session = await deployment.Server.OpenAsync(new SessionOptions("postgres"), Token);
        Assert.Contains("pg_dump", (await deployment.GetPgDumpAsync(session.ServerVersion, Token)).Description, StringComparison.Ordinal);
        Assert.Empty(await deployment.Services.ListRunningAsync(Token));
    }

    [Fact]
    public async Task Connect_ToTheContainerOfAProject_ReachesIt_AndDumpsInside()
    {
        var engine = await docker.RequireAsync();
        var project = docker.NewName("eventlink");
        await docker.RunPostgresAsync(configuration: Labelled(project));
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("docker-compose.yml"), $"name: {project}\n", Token);
        await File.WriteAllTextAsync(directory.File(".env"), $"POSTGRES_PASSWORD={DockerEngineFixture.Password}\nPOSTGRES_PORT=1\n", Token);

        var target = await new TargetResolver(new LocalHost(directory.Path), new EngineOnly(engine))
            .ResolveAsync(new TargetRequest { ProjectDirectory = directory.Path }, NullObserver.Instance, Token);
        Assert.Equal(("eventlink", project), (target.Database, target.Project));
        await using var deployment = await new DeploymentConnector(() => engine).ConnectAsync(target, new ConnectOptions(), NullObserver.Instance, Token);
        await using var session = await deployment.Server.OpenAsync(new SessionOptions("eventlink"), Token);
        var dump = await deployment.GetPgDumpAsync(session.ServerVersion, Token);
        Assert.Contains($"in container {target.Container}", dump.Description, StringComparison.Ordinal);
        var text = "";
        await dump.RunAsync("eventlink", ["--schema-only"], async (stream, token) => text = await new StreamReader(stream).ReadToEndAsync(token), Token);
        Assert.Contains("PostgreSQL database dump complete", text, StringComparison.Ordinal);
        Assert.IsType<ComposeServices>(deployment.Services);
    }

    [Fact]
    public async Task Connect_AStoppedContainer_IsStartedOnlyWhereThatIsAllowed_AndSaid()
    {
        var engine = await docker.RequireAsync();
        var id = await docker.RunPostgresAsync();
        await engine.StopAsync(id, null, Token);
        var container = await engine.InspectAsync(id, Token);
        var target = new EventLinkTarget { Database = "eventlink", Username = "eventlink", Password = DockerEngineFixture.Password, Container = container.Name };
        var connector = new DeploymentConnector(() => engine);

        var error = await Assert.ThrowsAsync<DrException>(() => connector.ConnectAsync(target, new ConnectOptions(), NullObserver.Instance, Token));
        Assert.Equal("ServerUnreachable", error.Id);
        Assert.Contains(container.Name, error.Remedy, StringComparison.Ordinal);
        Assert.Equal(ContainerState.Exited, (await engine.InspectAsync(id, Token)).State);

        var observer = new RecordingObserver();
        await using var deployment = await connector.ConnectAsync(target, new ConnectOptions { StartDatabase = true }, observer, Token);
        await using var session = await deployment.Server.OpenAsync(new SessionOptions("eventlink"), Token);
        Assert.Contains(observer.Lines, line => line.StartsWith("milestone: started the database container", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Throwaway_NoProgramsAndNoEngine_NamesBoth()
    {
        var servers = new ThrowawayServers(() => new DockerEngine(EngineAddress.Parse("unix:///nonexistent/docker.sock", null)));
        var error = await Assert.ThrowsAsync<DrException>(() => servers.StartAsync(1, NullObserver.Instance, Token));
        Assert.Equal("NoThrowawayServer", error.Id);
        Assert.Contains("docker.sock", error.Message, StringComparison.Ordinal);
    }

    private static JsonObject Labelled(string project) => new()
    {
        ["Labels"] = new JsonObject { ["com.docker.compose.project"] = project, ["com.docker.compose.service"] = "db", ["com.docker.compose.oneoff"] = "False" },
    };

    private sealed class EngineOnly(IContainerHost engine) : IAdapters
    {
        public IContainerHost Containers => engine;

        public IDeploymentConnector Deployments => throw new NotSupportedException();

        public IThrowawayServers ThrowawayServers => throw new NotSupportedException();

        public IStoreOpener Stores => throw new NotSupportedException();

        public IBackupCipher Cipher => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

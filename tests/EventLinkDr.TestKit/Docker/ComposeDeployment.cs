using System.Text.Json.Nodes;
using EventLinkDr.Adapters.Deployments;
using EventLinkDr.Adapters.Docker;
using EventLinkDr.Adapters.Npgsql;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Drill.Sample;
using EventLinkDr.Postgres;

namespace EventLinkDr.TestKit.Docker;

/// <summary>
/// An EventLink deployment in the tests' engine, labelled as compose labels it: database, backend and worker on a network of their own, and the
/// project's <c>.env</c> and compose file in a directory.
/// </summary>
public sealed class ComposeDeployment : IDeployment
{
    /// <summary>A file system of 40 MB in the database's container.</summary>
    public const string SmallDiskPath = "/small";

    private readonly TemporaryDirectory _directory = new();
    private readonly DockerEngineFixture _docker;
    private readonly DockerEngine _engine;
    private NpgsqlServer _server = null!;

    private ComposeDeployment(DockerEngineFixture docker, DockerEngine engine, string project)
    {
        _docker = docker;
        _engine = engine;
        Project = project;
        Services = new ComposeServices(engine, project) { StateDirectory = _directory.Path };
    }

    public string Project { get; }

    public string DirectoryPath => _directory.Path;

    public string EnvFile => _directory.File(".env");

    public EventLinkTarget Target { get; private set; } = null!;

    public IPostgresServer Server => _server;

    public IServiceControl Services { get; }

    public IContainerHost Containers => _engine;

    public string Network => Project + "_default";

    /// <summary>Starts the database with a small sample in it; the events lie in the future and take registrations.</summary>
    public static async Task<ComposeDeployment> StartAsync(DockerEngineFixture docker, CancellationToken cancellationToken)
    {
        var engine = await docker.RequireAsync();
        var deployment = new ComposeDeployment(docker, engine, docker.NewName("eventlink"));
        try
        {
            await deployment.StartAsync(cancellationToken);
            return deployment;
        }
        catch
        {
            await deployment.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Creates and starts a container of a service from the stand-in backend's image, with the variables of <c>.env</c> as they are now:
    /// <c>backend</c>, which migrates and serves; <c>worker</c>, which writes.
    /// </summary>
    /// <param name="service">Name of the service.</param>
    /// <param name="change">Changes the body of the create call.</param>
    /// <param name="environment">Further variables, as <c>NAME=value</c>: <c>STANDIN_HEAD</c> (see <c>Alembic.Revisions</c>) and
    /// <c>STANDIN_BAD_MIGRATION=true</c> are other versions of the code; <c>STANDIN_RATE_LIMIT</c> (see <c>RateLimit</c>) makes it refuse calls.</param>
    /// <returns>Its id.</returns>
    public async Task<string> AddServiceAsync(string service, Action<JsonObject>? change = null, params string[] environment)
    {
        var image = await _docker.ImportAsync(StandInBackendImage.Name, StandInBackendImage.BuildAsync, StandInBackendImage.Changes);
        var body = Body(service, [$"DATABASE_URL=postgresql+psycopg2://eventlink:{DockerEngineFixture.Password}@db:5432/eventlink", "SECRET_KEY=tests", .. EnvLines(), .. environment]);
        if (service == ComposeBackend.Worker)
        {
            body["Cmd"] = new JsonArray("backend", "worker");
            body["Healthcheck"] = new JsonObject { ["Test"] = new JsonArray("NONE") };
        }

        change?.Invoke(body);
        return await _docker.RunAsync(image, body, NameOf(service));
    }

    /// <summary>Removes the containers of a service and their anonymous volumes; for <c>db</c> that is the loss of its volume.</summary>
    public async Task RemoveServiceAsync(string service, CancellationToken cancellationToken)
    {
        foreach (var container in await _engine.ListAsync([$"{ComposeProject.ProjectLabel}={Project}", $"{ComposeProject.ServiceLabel}={service}"], cancellationToken))
            await _engine.RemoveAsync(container.Id, force: true, withVolumes: true, cancellationToken);
    }

    /// <summary>Replaces a service by one with other variables, as the deployment of another version of the code does.</summary>
    public async Task<string> ReplaceServiceAsync(string service, CancellationToken cancellationToken, params string[] environment)
    {
        await RemoveServiceAsync(service, cancellationToken);
        return await AddServiceAsync(service, null, environment);
    }

    /// <summary>Runs a program in the container of a service, as <c>docker exec</c> does.</summary>
    internal Task<(int ExitCode, string Output, string Error)> RunAsync(string service, CancellationToken cancellationToken, params string[] command) =>
        ContainerProgram.RunAsync(_engine, NameOf(service), new ContainerCommand(command), cancellationToken);

    /// <summary>Reaches it as a command does that can do without its database.</summary>
    public Task<IDeployment> ConnectAsync(CancellationToken cancellationToken) =>
        new DeploymentConnector(() => _engine).ConnectAsync(Target with { Host = null }, new ConnectOptions { WithoutDatabase = true }, NullObserver.Instance, cancellationToken);

    /// <summary>Waits until a service is up; fails with the end of its log.</summary>
    public async Task WaitAsync(string service, CancellationToken cancellationToken, TimeSpan? deadline = null)
    {
        try
        {
            await ContainerReadiness.WaitAsync(_engine, NameOf(service), deadline ?? TimeSpan.FromSeconds(60), cancellationToken);
        }
        catch (DrException error)
        {
            var log = await _engine.ReadLogAsync(NameOf(service), 20, cancellationToken);
            throw new InvalidOperationException(error.Message + " " + string.Join(" | ", log.Select(line => line.Text)), error);
        }
    }

    /// <summary>Name compose gives the container of a service.</summary>
    public string NameOf(string service) => $"{Project}-{service}-1";

    public async Task<IPgDump> GetPgDumpAsync(PostgresVersion serverVersion, CancellationToken cancellationToken) =>
        await ContainerPgDump.FindAsync(_engine, await _engine.InspectAsync(NameOf("db"), cancellationToken), Target, 5432, serverVersion, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        foreach (var container in await _engine.ListAsync([$"{ComposeProject.ProjectLabel}={Project}"], CancellationToken.None))
            await _engine.RemoveAsync(container.Id, force: true, withVolumes: true, CancellationToken.None);
        _directory.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(EnvFile, $"# settings\nCOMPOSE_PROJECT_NAME={Project}\nPOSTGRES_PASSWORD={DockerEngineFixture.Password}\nMAINTENANCE_MODE_REGISTRATIONS_DISABLED=false\n", cancellationToken);
        await File.WriteAllTextAsync(_directory.File("docker-compose.yml"), "services:\n  db:\n    image: postgres:15-alpine\n  backend:\n    env_file: .env\n", cancellationToken);
        await _engine.Http.PostJsonAsync("/networks/create", new JsonObject { ["Name"] = Network }, null, cancellationToken);
        await StartDatabaseAsync(cancellationToken);
        await SampleDatabase.FillAsync(_server, "eventlink", 0.01, NullObserver.Instance, cancellationToken);
        await using var session = await _server.OpenAsync(new SessionOptions("eventlink"), cancellationToken);
        await session.ExecuteAsync("UPDATE public.events SET start_time = now() + interval '30 days', status = 'published'", cancellationToken);
    }

    /// <summary>Loses the database's container with its volume; a new one starts on an empty volume.</summary>
    public async Task ReplaceDatabaseAsync(CancellationToken cancellationToken)
    {
        await RemoveServiceAsync("db", cancellationToken);
        await StartDatabaseAsync(cancellationToken);
    }

    private async Task StartDatabaseAsync(CancellationToken cancellationToken)
    {
        var body = Body("db", ["POSTGRES_USER=eventlink", "POSTGRES_DB=eventlink", "POSTGRES_PASSWORD=" + DockerEngineFixture.Password, "POSTGRES_INITDB_ARGS=--no-sync"]);
        body["Cmd"] = new JsonArray("postgres", "-c", "fsync=off");
        body["StopSignal"] = "SIGINT";
        // A second file system, for a disk that is full.
        body["HostConfig"]!["Tmpfs"] = new JsonObject { [SmallDiskPath] = "size=40m,mode=777" };
        await _docker.RunAsync(await _docker.PostgresImageAsync(), body, NameOf("db"));
        await ReachDatabaseAsync(cancellationToken);
    }

    /// <summary>Waits for the database and finds its address anew: a container that was stopped may come back with another one.</summary>
    public async Task ReachDatabaseAsync(CancellationToken cancellationToken)
    {
        await _docker.WaitForPostgresAsync(NameOf("db"));
        if (_server is not null) await _server.DisposeAsync();
        var address = (await _engine.InspectAsync(NameOf("db"), cancellationToken)).Networks.Single(network => network.Name == Network).Address!;
        Target = new EventLinkTarget
        {
            Database = "eventlink", Username = "eventlink", Password = DockerEngineFixture.Password, Host = address, Source = TargetSource.ComposeProject,
            Project = Project, ProjectDirectory = _directory.Path, Container = NameOf("db"),
        };
        _server = new NpgsqlServer(Target);
    }

    private JsonObject Body(string service, string[] environment) => new()
    {
        ["Env"] = new JsonArray([.. environment.Select(line => (JsonNode)line)]),
        ["Labels"] = new JsonObject
        {
            [ComposeProject.ProjectLabel] = Project,
            [ComposeProject.ServiceLabel] = service,
            [ComposeProject.WorkingDirectoryLabel] = _directory.Path,
            [ComposeProject.OneOffLabel] = "False",
            ["com.docker.compose.container-number"] = "1",
        },
        ["HostConfig"] = new JsonObject { ["NetworkMode"] = Network, ["RestartPolicy"] = new JsonObject { ["Name"] = "on-failure" } },
        ["NetworkingConfig"] = new JsonObject { ["EndpointsConfig"] = new JsonObject { [Network] = new JsonObject { ["Aliases"] = new JsonArray(service) } } },
    };

    private string[] EnvLines() => [.. File.ReadAllLines(EnvFile).Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#'))];
}

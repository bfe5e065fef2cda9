using System.Diagnostics;
using EventLinkDr.Adapters.Docker;
using EventLinkDr.Adapters.Deployments;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Drill.Sample;

namespace EventLinkDr.TestKit.Docker;

/// <summary>A deployment that docker-compose itself makes and changes, in the tests' engine; skipped where that program is absent.</summary>
public sealed class DockerComposeProject : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly DockerEngine _engine;
    private readonly string _program;

    private DockerComposeProject(DockerEngine engine, string program, string name)
    {
        _engine = engine;
        _program = program;
        Name = name;
    }

    public string Name { get; }

    public string DirectoryPath => _directory.Path;

    public string EnvFile => _directory.File(".env");

    public string ComposeFile => _directory.File("docker-compose.yml");

    public IContainerHost Containers => _engine;

    /// <summary>Writes the files and starts database and backend.</summary>
    /// <param name="docker">The engine.</param>
    /// <param name="backend">Further lines of the backend's service, indented by four.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<DockerComposeProject> StartAsync(DockerEngineFixture docker, string backend, CancellationToken cancellationToken)
    {
        var program = ForeignProgram.Require("docker-compose", "docker-compose");
        var engine = await docker.RequireAsync();
        var project = new DockerComposeProject(engine, program, docker.NewName("composed"));
        try
        {
            await docker.PostgresImageAsync();
            await docker.ImportAsync(StandInBackendImage.Name, StandInBackendImage.BuildAsync, StandInBackendImage.Changes);
            await File.WriteAllTextAsync(project.EnvFile, $"COMPOSE_PROJECT_NAME={project.Name}\nPOSTGRES_PASSWORD={DockerEngineFixture.Password}\nMAINTENANCE_MODE_REGISTRATIONS_DISABLED=false\n", cancellationToken);
            await File.WriteAllTextAsync(project.ComposeFile, Services + backend, cancellationToken);
            await project.UpAsync(cancellationToken);
            return project;
        }
        catch
        {
            await project.DisposeAsync();
            throw;
        }
    }

    /// <summary><c>docker-compose up -d</c>.</summary>
    public Task<string> UpAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken, "up", "-d");

    /// <summary>Every container of a service, whatever its name or state.</summary>
    public Task<IReadOnlyList<ContainerSummary>> ListAsync(string service, CancellationToken cancellationToken) =>
        _engine.ListAsync([$"{ComposeProject.ProjectLabel}={Name}", $"{ComposeProject.ServiceLabel}={service}"], cancellationToken);

    /// <summary>The one container of a service.</summary>
    public async Task<ContainerDetails> InspectAsync(string service, CancellationToken cancellationToken) =>
        await _engine.InspectAsync((await ListAsync(service, cancellationToken)).Single().Id, cancellationToken);

    /// <summary>Reaches the deployment as a command does.</summary>
    public async Task<IDeployment> ConnectAsync(CancellationToken cancellationToken)
    {
        var database = await InspectAsync("db", cancellationToken);
        var target = new EventLinkTarget
        {
            Database = "eventlink", Username = "eventlink", Password = DockerEngineFixture.Password, Source = TargetSource.ComposeProject,
            Project = Name, ProjectDirectory = DirectoryPath, Container = database.Name,
        };
        return await new DeploymentConnector(() => _engine).ConnectAsync(target, new ConnectOptions(), NullObserver.Instance, cancellationToken);
    }

    /// <summary>Puts a small sample into the database.</summary>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        await using var deployment = await ConnectAsync(cancellationToken);
        await SampleDatabase.FillAsync(deployment.Server, "eventlink", 0.01, NullObserver.Instance, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var container in await _engine.ListAsync([$"{ComposeProject.ProjectLabel}={Name}"], CancellationToken.None))
            await _engine.RemoveAsync(container.Id, force: true, withVolumes: true, CancellationToken.None);
        _directory.Dispose();
    }

    private async Task<string> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo(_program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = DirectoryPath,
        };
        start.Environment["DOCKER_HOST"] = _engine.Description;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? await output + await error : throw new InvalidOperationException($"docker-compose {string.Join(' ', arguments)}: {await error}");
    }

    private const string Services = """
        version: "3.8"
        services:
          db:
            image: eventlinkdr-stand-in/postgres:15-alpine
            command: postgres -c fsync=off
            stop_signal: SIGINT
            environment:
              POSTGRES_USER: eventlink
              POSTGRES_DB: eventlink
              POSTGRES_PASSWORD: ${POSTGRES_PASSWORD}
              POSTGRES_INITDB_ARGS: --no-sync
            healthcheck:
              test: [CMD-SHELL, pg_isready -U eventlink -h 127.0.0.1]
              interval: 1s
              start_period: 60s
          backend:
            image: eventlinkdr-stand-in/backend:latest
            env_file: .env
            environment:
              DATABASE_URL: postgresql+psycopg2://eventlink:${POSTGRES_PASSWORD}@db:5432/eventlink
              SECRET_KEY: tests
            depends_on:
              db:
                condition: service_healthy
            restart: on-failure

        """;
}

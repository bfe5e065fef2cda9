using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Replication;
using EventLinkDr.Postgres;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Docker;

namespace EventLinkDr.Scenarios.Replication;

/// <summary>A project of docker-compose with backend and worker, and a second database container that streams from the first.</summary>
internal sealed class ComposedPair : IAsyncDisposable
{
    private const string FixedUrl = "      DATABASE_URL: postgresql+psycopg2://eventlink:${POSTGRES_PASSWORD}@db:5432/eventlink\n";

    // In compose's own file a dollar is doubled.
    private const string Services = """
          db-standby:
            image: eventlinkdr-stand-in/postgres:15-alpine
            stop_signal: SIGINT
            entrypoint:
              - sh
              - -c
              - >-
                mkdir -p $$PGDATA; chown -R postgres:postgres $$PGDATA; chmod 700 $$PGDATA;
                [ -s $$PGDATA/PG_VERSION ] || until setpriv --reuid=postgres --regid=postgres --clear-groups pg_basebackup -D $$PGDATA -R -X stream -c fast --no-sync
                -d "host=db user=eventlink password=${POSTGRES_PASSWORD} application_name=standby"; do sleep 0.3; done;
                exec docker-entrypoint.sh postgres -c fsync=off -c wal_retrieve_retry_interval=200ms
          worker:
            image: eventlinkdr-stand-in/backend:latest
            command: backend worker
            healthcheck:
              disable: true
            env_file: .env
            environment:
              SECRET_KEY: tests
            depends_on:
              backend:
                condition: service_healthy

        """;

    private readonly TemporaryDirectory _journal = new();
    private SwitchConnection _connection = null!;

    private ComposedPair(DockerComposeProject project) => Project = project;

    public DockerComposeProject Project { get; }

    public SwitchParties Parties => _connection.Parties;

    public SwitchOptions Options => new() { JournalPath = _journal.File("journal.json"), ConnectTimeout = TimeSpan.FromSeconds(5) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<ComposedPair> StartAsync(DockerEngineFixture docker)
    {
        var pair = new ComposedPair(await DockerComposeProject.StartAsync(docker, "", Token));
        try
        {
            await pair.StartAsync();
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    public async Task<SwitchResult> SwitchAsync(SwitchOptions options, RecordingObserver? observer = null)
    {
        var operation = new SwitchOperation(Parties);
        return await operation.RunAsync(await operation.PrepareAsync(options, Token), observer ?? new RecordingObserver(), Token);
    }

    /// <summary>Waits until a service is up.</summary>
    public async Task WaitAsync(string service) =>
        await ContainerReadiness.WaitAsync(Project.Containers, (await Project.InspectAsync(service, Token)).Id, TimeSpan.FromSeconds(60), Token);

    /// <summary>Which server the containers of a service use; there must be one.</summary>
    public async Task<string> AddressOfAsync(string service) => new Uri((await Project.InspectAsync(service, Token)).Environment["DATABASE_URL"]).Authority.Split('@')[^1];

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
        await Project.DisposeAsync();
        _journal.Dispose();
    }

    private async Task StartAsync()
    {
        // The URL stands where the operator of this project has it: in .env, which backend and worker get as a whole.
        var compose = await File.ReadAllTextAsync(Project.ComposeFile, Token);
        Assert.Contains(FixedUrl, compose, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Project.ComposeFile, compose.Replace(FixedUrl, "", StringComparison.Ordinal) + Services, Token);
        await File.AppendAllTextAsync(Project.EnvFile, $"DATABASE_URL=postgresql+psycopg2://eventlink:{DockerEngineFixture.Password}@db:5432/eventlink # the primary\n", Token);
        var database = await Project.InspectAsync("db", Token);
        var (exitCode, _, error) = await ContainerProgram.RunAsync(Project.Containers, database.Id,
            new ContainerCommand("sh", "-c", "echo 'host replication all all scram-sha-256' >> $PGDATA/pg_hba.conf"), Token);
        Assert.True(exitCode == 0, error);
        await using (var deployment = await Project.ConnectAsync(Token)) await StandbyPair.ExecuteAsync(deployment.Server, "eventlink", "SELECT pg_reload_conf()");
        await Project.UpAsync(Token);

        var adapters = new EngineAdapters(Project.Containers);
        var primary = new EventLinkTarget
        {
            Database = "eventlink", Username = "eventlink", Password = DockerEngineFixture.Password, Source = TargetSource.ComposeProject,
            Project = Project.Name, ProjectDirectory = Project.DirectoryPath, Container = database.Name,
        };
        var name = "container:" + (await Project.InspectAsync("db-standby", Token)).Name;
        var standby = await new StandbyResolver(new LocalHost(), adapters).ResolveAsync(name, primary, NullObserver.Instance, Token);
        _connection = await SwitchConnection.OpenAsync(adapters, primary, standby, NullObserver.Instance, Token);
        await WaitAsync("backend");
        await WaitForStandbyAsync();
    }

    /// <summary>From here on the primary can only be killed: without its checkpointer there is no orderly end of the log.</summary>
    public async Task HinderOrderlyStopAsync()
    {
        var checkpointer = await StandbyPair.ScalarAsync(Parties.Primary, "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'");
        var (exitCode, _, error) = await ContainerProgram.RunAsync(Project.Containers, (await Project.InspectAsync("db", Token)).Id, new ContainerCommand("kill", "-STOP", checkpointer!), Token);
        Assert.True(exitCode == 0, error);
    }

    /// <summary>Waits until the standby streams. It is asked itself: what makes the copy looks to the primary as if it were the standby.</summary>
    public async Task WaitForStandbyAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                if (await StandbyPair.ScalarAsync(Parties.Standby, "SELECT status FROM pg_stat_wal_receiver") == "streaming") return;
            }
            catch (DrException error) when (error.Kind == ErrorTable.ServerUnreachable)
            {
                // It is being made, or starts.
            }

            Assert.True(attempt < 300, "the standby does not stream");
            await Task.Delay(100, Token);
        }
    }
}

using System.Text.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.TestKit;

namespace EventLinkDr.Core.Tests.Hosting;

public sealed class TargetResolverTests
{
    private static FakeHost Project(string env, params (string Name, string Value)[] variables) => new()
    {
        CurrentDirectory = "/srv/eventlink/backups",
        Files = { ["/srv/eventlink/docker-compose.yml"] = "services:\n  db:\n", ["/srv/eventlink/.env"] = env },
        Variables = variables.ToDictionary(variable => variable.Name, variable => variable.Value),
    };

    [Fact]
    public async Task Nothing_IsNotFound() => Assert.Equal("TargetNotFound", (await FailAsync(new FakeHost())).Id);

    [Fact]
    public async Task Project_TakesItsDotEnv()
    {
        var target = await ResolveAsync(Project("POSTGRES_DB=live\nPOSTGRES_USER='app'\nPOSTGRES_PASSWORD=\"p\\\"w\"\nPOSTGRES_PORT=5544\n"));
        Assert.Equal(("live", "app", "p\"w", 5544), (target.Database, target.Username, target.Password, target.Port));
        Assert.Equal((TargetSource.ComposeProject, "eventlink", "/srv/eventlink"), (target.Source, target.Project, target.ProjectDirectory));
    }

    [Fact]
    public async Task Project_BlankValues_AreDefaults()
    {
        var target = await ResolveAsync(Project("POSTGRES_DB=\nPOSTGRES_USER=\nPOSTGRES_PORT=\n"));
        Assert.Equal(("eventlink", "eventlink", null, 5432), (target.Database, target.Username, target.Password, target.Port));
    }

    [Fact]
    public async Task Project_PortWithAnAddress() => Assert.Equal(5544, (await ResolveAsync(Project("POSTGRES_PORT=127.0.0.1:5544"))).Port);

    [Fact]
    public async Task Environment_AsLibpqReadsIt()
    {
        var host = new FakeHost
        {
            Variables =
            {
                ["PGHOST"] = "db.example.org", ["PGPORT"] = "5433", ["PGDATABASE"] = "live", ["PGUSER"] = "app", ["PGPASSWORD"] = "pw",
                ["PGSSLMODE"] = "verify-full", ["PGSSLROOTCERT"] = "/etc/root.crt", ["PGCONNECT_TIMEOUT"] = "1",
            },
        };
        var target = (await ResolveAsync(host));
        Assert.Equal("live on db.example.org:5433", target.ToString());
        Assert.Equal(("app", "pw", "verify-full", "/etc/root.crt"), (target.Username, target.Password, target.SslMode, target.SslRootCertificate));
        Assert.Equal(TimeSpan.FromSeconds(2), target.ConnectTimeout);
        Assert.Equal(TargetSource.Environment, target.Source);
    }

    [Fact]
    public async Task Environment_UserAndPasswordAloneNameNothing() =>
        Assert.Equal("TargetNotFound", (await FailAsync(new FakeHost { Variables = { ["PGUSER"] = "app", ["PGPASSWORD"] = "pw" } })).Id);

    [Fact]
    public async Task Environment_Defaults_AreLibpqs()
    {
        var host = new FakeHost { Variables = { ["PGDATABASE"] = "live" }, Files = { ["/var/run/postgresql/.s.PGSQL.5432"] = "" } };
        var target = (await ResolveAsync(host));
        Assert.Equal(("/var/run/postgresql", 5432, "ana"), (target.Host, target.Port, target.Username));
        host.Files.Clear();
        Assert.Equal("localhost", (await ResolveAsync(host)).Host);
    }

    [Theory]
    [InlineData("PGPORT", "http")]
    [InlineData("PGPORT", "65536")]
    [InlineData("PGHOST", "a,b")]
    [InlineData("PGCONNECT_TIMEOUT", "soon")]
    [InlineData("PGSERVICE", "gone")]
    public async Task Environment_ValuesThatMakeNoSense_AreErrors(string name, string value)
    {
        var host = new FakeHost { Variables = { ["PGHOST"] = "h", ["PGDATABASE"] = "live", [name] = value } };
        Assert.Equal("TargetInvalid", (await FailAsync(host)).Id);
    }

    [Fact]
    public async Task Both_DifferentDatabases_AreListed()
    {
        var host = Project("POSTGRES_DB=live\nPOSTGRES_PASSWORD=s3cret", ("PGHOST", "10.0.0.9"), ("PGDATABASE", "staging"), ("PGPASSWORD", "s3cret"));
        var error = await FailAsync(host);
        Assert.Equal("TargetAmbiguous", error.Id);
        Assert.Contains("staging on 10.0.0.9:5432", error.Message, StringComparison.Ordinal);
        Assert.Contains("live on 127.0.0.1:5432 (compose project eventlink in /srv/eventlink)", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eventlink", "10.0.0.9", "5432")]
    [InlineData("eventlink", "localhost", "5433")]
    [InlineData("other", "localhost", "5432")]
    public async Task Both_AnyDifference_IsAnError(string database, string host, string port) => Assert.Equal("TargetAmbiguous",
        (await FailAsync(Project("", ("PGHOST", host), ("PGPORT", port), ("PGDATABASE", database)))).Id);

    [Fact]
    public async Task Both_TheSameDatabase_IsTheProjectWithTheEnvironmentsUser()
    {
        var target = await ResolveAsync(Project("POSTGRES_PASSWORD=a", ("PGHOST", "localhost"), ("PGDATABASE", "eventlink"), ("PGUSER", "admin"), ("PGPASSWORD", "b")));
        Assert.Equal((TargetSource.ComposeProject, "admin", "b"), (target.Source, target.Username, target.Password));
    }

    [Fact]
    public async Task Explicit_ConnectionString_WinsOverBoth()
    {
        var host = Project("POSTGRES_DB=live", ("PGHOST", "10.0.0.9"), ("PGDATABASE", "staging"));
        var target = (await ResolveAsync(host, new TargetRequest { ConnectionString = "postgresql://u:p@h/d" }));
        Assert.Equal("d on h:5432", target.ToString());
        Assert.Equal(TargetSource.Explicit, target.Source);
    }

    [Fact]
    public async Task Explicit_ProjectDirectory_WinsOverTheEnvironment()
    {
        var host = Project("POSTGRES_DB=live", ("PGHOST", "10.0.0.9"), ("PGDATABASE", "staging"));
        Assert.Equal("live", (await ResolveAsync(host, new TargetRequest { ProjectDirectory = "/srv/eventlink" })).Database);
    }

    [Fact]
    public async Task Explicit_CredentialReplacesTheOneFound()
    {
        var target = (await ResolveAsync(Project("POSTGRES_USER=app\nPOSTGRES_PASSWORD=a"), new TargetRequest { Username = "admin", Password = "b" }));
        Assert.Equal(("eventlink", "admin", "b"), (target.Database, target.Username, target.Password));
    }

    [Fact]
    public async Task Project_WithAnEngine_IsItsContainer()
    {
        var host = Project("POSTGRES_USER=app\nPOSTGRES_DB=\n");
        var target = await ResolveAsync(host, containers: new FakeContainers(Container("eventlink-db-1", ("POSTGRES_DB", "live"), ("POSTGRES_USER", "other"), ("POSTGRES_PASSWORD", "pw"))));
        Assert.Equal("live in container eventlink-db-1", target.ToString());
        Assert.Equal(("app", "pw", 5432, (string?)null), (target.Username, target.Password, target.Port, target.Host));
    }

    [Fact]
    public async Task Project_WithoutAnEngine_SaysThatThePortIsTaken()
    {
        var observer = new RecordingObserver();
        await ResolveAsync(Project("POSTGRES_PORT=5544"), observer: observer);
        Assert.Contains("127.0.0.1:5544", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Project_WithoutContainer_IsTakenByItsFiles_WhereTheDatabaseMayBeAway()
    {
        var target = await ResolveAsync(Project("POSTGRES_PORT=5544"), new TargetRequest { WithoutDatabase = true }, containers: new FakeContainers());
        Assert.Equal(("127.0.0.1", 5544, null), (target.Host, target.Port, target.Container));
    }

    [Fact]
    public async Task Project_WithoutContainer_IsNotTheServerThatHappensToListen() =>
        Assert.Equal("ContainerNotFound", (await FailAsync(Project(""), containers: new FakeContainers())).Id);

    [Fact]
    public async Task Project_TwoContainers_AreListed()
    {
        var error = await FailAsync(Project(""), containers: new FakeContainers(Container("eventlink-db-1"), Container("eventlink-db-2")));
        Assert.Equal("TargetAmbiguous", error.Id);
        Assert.Contains("eventlink-db-1, eventlink-db-2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("172.18.0.2", "5432", true)]
    [InlineData("localhost", "5544", true)]
    [InlineData("localhost", "5432", false)]
    [InlineData("172.18.0.9", "5432", false)]
    public async Task Both_AnAddressOfTheContainer_IsTheSameDatabase(string address, string port, bool same)
    {
        var host = Project("", ("PGHOST", address), ("PGPORT", port), ("PGDATABASE", "eventlink"));
        var containers = new FakeContainers(Container("eventlink-db-1", ("POSTGRES_DB", "eventlink")));
        if (same) Assert.Equal("eventlink-db-1", (await ResolveAsync(host, containers: containers)).Container);
        else Assert.Equal("TargetAmbiguous", (await FailAsync(host, containers: containers)).Id);
    }

    [Fact]
    public async Task Explicit_Container_TakesItsOwnVariables()
    {
        var host = Project("POSTGRES_DB=other", ("PGHOST", "10.0.0.9"), ("PGDATABASE", "staging"));
        var containers = new FakeContainers(Container("eventlink-db-1", ("POSTGRES_USER", "app"), ("POSTGRES_PASSWORD", "pw"), ("PGPORT", "5433")));
        var target = await ResolveAsync(host, new TargetRequest { Container = "eventlink-db-1" }, containers);
        Assert.Equal(("app", "app", "pw", 5433, "eventlink"), (target.Database, target.Username, target.Password, target.Port, target.Project));
    }

    [Fact]
    public async Task Explicit_TwoTargets_AreRefused() =>
        Assert.Equal("TargetInvalid", (await FailAsync(new FakeHost(), new TargetRequest { ConnectionString = "postgresql://h/d", Container = "c" })).Id);

    [Theory]
    [InlineData("app", "from .env")]
    [InlineData("admin", "from the environment")]
    public async Task Explicit_UserAlone_DoesNotTakeAnothersPassword(string user, string expected)
    {
        var host = Project("POSTGRES_USER=app\nPOSTGRES_PASSWORD='from .env'", ("PGPASSWORD", "from the environment"));
        Assert.Equal(expected, (await ResolveAsync(host, new TargetRequest { Username = user })).Password);
    }

    [Fact]
    public async Task PasswordFile_GivesThePassword()
    {
        var host = new FakeHost { Variables = { ["PGHOST"] = "h", ["PGDATABASE"] = "live" }, Files = { ["/home/ana/.pgpass"] = "h:5432:live:ana:from file\n" } };
        Assert.Equal("from file", (await ResolveAsync(host)).Password);
    }

    [Fact]
    public async Task PasswordFile_OthersCanRead_IsIgnoredAndSaid()
    {
        var host = new FakeHost
        {
            Variables = { ["PGHOST"] = "h", ["PGDATABASE"] = "live", ["PGPASSFILE"] = "/etc/pgpass" },
            Files = { ["/etc/pgpass"] = "*:*:*:*:s3cret\n" }, Public = { "/etc/pgpass" },
        };
        var observer = new RecordingObserver();
        Assert.Null((await ResolveAsync(host, observer: observer)).Password);
        Assert.Contains("/etc/pgpass", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_FillsWhatIsNotGiven()
    {
        var host = new FakeHost
        {
            Variables = { ["PGSERVICE"] = "live", ["PGUSER"] = "environment", ["PGCONNECT_TIMEOUT"] = "7" },
            Files = { ["/home/ana/.pg_service.conf"] = "# mine\n[other]\nhost=x\n[live]\nhost=db.example.org\nport=5433\ndbname=eventlink\nuser=service\n[next]\nhost=y\n" },
        };
        var target = (await ResolveAsync(host));
        Assert.Equal(("eventlink on db.example.org:5433", "service", TimeSpan.FromSeconds(7)), (target.ToString(), target.Username, target.ConnectTimeout));
    }

    [Fact]
    public async Task Password_IsInNoTextForm()
    {
        var target = await ResolveAsync(new FakeHost { Variables = { ["PGHOST"] = "h", ["PGDATABASE"] = "d", ["PGPASSWORD"] = "s3cret" } });
        Assert.DoesNotContain("s3cret", target.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", JsonSerializer.Serialize(target), StringComparison.Ordinal);
        var request = new TargetRequest { ConnectionString = "postgresql://u:s3cret@h/d", Password = "s3cret" };
        Assert.DoesNotContain("s3cret", request.ToString() + JsonSerializer.Serialize(request), StringComparison.Ordinal);
    }

    private static Task<EventLinkTarget> ResolveAsync(FakeHost host, TargetRequest? request = null, FakeContainers? containers = null, IOperationObserver? observer = null) =>
        new TargetResolver(host, new FakeAdapters(containers ?? new FakeContainers { IsUnreachable = true }))
            .ResolveAsync(request ?? new TargetRequest(), observer ?? NullObserver.Instance, TestContext.Current.CancellationToken);

    private static async Task<DrException> FailAsync(FakeHost host, TargetRequest? request = null, FakeContainers? containers = null) =>
        await Assert.ThrowsAsync<DrException>(() => ResolveAsync(host, request, containers));

    private static ContainerDetails Container(string name, params (string Name, string Value)[] environment) => new()
    {
        Id = "id of " + name,
        Name = name,
        ImageId = "image",
        State = ContainerState.Running,
        Labels = new Dictionary<string, string>
        {
            ["com.docker.compose.project"] = "eventlink", ["com.docker.compose.service"] = "db", ["com.docker.compose.oneoff"] = "False",
            ["com.docker.compose.project.working_dir"] = "/srv/eventlink",
        },
        Networks = [new ContainerNetwork("eventlink_default", "172.18.0.2", "172.18.0.1")],
        Ports = [new ContainerPort(5432, "0.0.0.0", 5544)],
        Environment = environment.ToDictionary(variable => variable.Name, variable => variable.Value),
    };
}

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
    public void Nothing_IsNotFound() => Assert.Equal("TargetNotFound", Assert.Throws<DrException>(() => Resolve(new FakeHost())).Id);

    [Fact]
    public void Project_TakesItsDotEnv()
    {
        var target = Resolve(Project("POSTGRES_DB=live\nPOSTGRES_USER='app'\nPOSTGRES_PASSWORD=\"p\\\"w\"\nPOSTGRES_PORT=5544\n"));
        Assert.Equal(("live", "app", "p\"w", 5544), (target.Database, target.Username, target.Password, target.Port));
        Assert.Equal((TargetSource.ComposeProject, "eventlink", "/srv/eventlink"), (target.Source, target.Project, target.ProjectDirectory));
    }

    [Fact]
    public void Project_BlankValues_AreDefaults()
    {
        var target = Resolve(Project("POSTGRES_DB=\nPOSTGRES_USER=\nPOSTGRES_PORT=\n"));
        Assert.Equal(("eventlink", "eventlink", null, 5432), (target.Database, target.Username, target.Password, target.Port));
    }

    [Fact]
    public void Project_PortWithAnAddress() => Assert.Equal(5544, Resolve(Project("POSTGRES_PORT=127.0.0.1:5544")).Port);

    [Fact]
    public void Environment_AsLibpqReadsIt()
    {
        var host = new FakeHost
        {
            Variables =
            {
                ["PGHOST"] = "db.example.org", ["PGPORT"] = "5433", ["PGDATABASE"] = "live", ["PGUSER"] = "app", ["PGPASSWORD"] = "pw",
                ["PGSSLMODE"] = "verify-full", ["PGSSLROOTCERT"] = "/etc/root.crt", ["PGCONNECT_TIMEOUT"] = "1",
            },
        };
        var target = Resolve(host);
        Assert.Equal("live on db.example.org:5433", target.ToString());
        Assert.Equal(("app", "pw", "verify-full", "/etc/root.crt"), (target.Username, target.Password, target.SslMode, target.SslRootCertificate));
        Assert.Equal(TimeSpan.FromSeconds(2), target.ConnectTimeout);
        Assert.Equal(TargetSource.Environment, target.Source);
    }

    [Fact]
    public void Environment_UserAndPasswordAloneNameNothing() =>
        Assert.Equal("TargetNotFound", Assert.Throws<DrException>(() => Resolve(new FakeHost { Variables = { ["PGUSER"] = "app", ["PGPASSWORD"] = "pw" } })).Id);

    [Fact]
    public void Environment_Defaults_AreLibpqs()
    {
        var host = new FakeHost { Variables = { ["PGDATABASE"] = "live" }, Files = { ["/var/run/postgresql/.s.PGSQL.5432"] = "" } };
        var target = Resolve(host);
        Assert.Equal(("/var/run/postgresql", 5432, "ana"), (target.Host, target.Port, target.Username));
        host.Files.Clear();
        Assert.Equal("localhost", Resolve(host).Host);
    }

    [Theory]
    [InlineData("PGPORT", "http")]
    [InlineData("PGPORT", "65536")]
    [InlineData("PGHOST", "a,b")]
    [InlineData("PGCONNECT_TIMEOUT", "soon")]
    [InlineData("PGSERVICE", "gone")]
    public void Environment_ValuesThatMakeNoSense_AreErrors(string name, string value)
    {
        var host = new FakeHost { Variables = { ["PGHOST"] = "h", ["PGDATABASE"] = "live", [name] = value } };
        Assert.Equal("TargetInvalid", Assert.Throws<DrException>(() => Resolve(host)).Id);
    }

    [Fact]
    public void Both_DifferentDatabases_AreListed()
    {
        var host = Project("POSTGRES_DB=live\nPOSTGRES_PASSWORD=s3cret", ("PGHOST", "10.0.0.9"), ("PGDATABASE", "staging"), ("PGPASSWORD", "s3cret"));
        var error = Assert.Throws<DrException>(() => Resolve(host));
        Assert.Equal("TargetAmbiguous", error.Id);
        Assert.Contains("staging on 10.0.0.9:5432", error.Message, StringComparison.Ordinal);
        Assert.Contains("live on port 5432 (compose project eventlink in /srv/eventlink)", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eventlink", "10.0.0.9", "5432")]
    [InlineData("eventlink", "localhost", "5433")]
    [InlineData("other", "localhost", "5432")]
    public void Both_AnyDifference_IsAnError(string database, string host, string port) => Assert.Equal("TargetAmbiguous",
        Assert.Throws<DrException>(() => Resolve(Project("", ("PGHOST", host), ("PGPORT", port), ("PGDATABASE", database)))).Id);

    [Fact]
    public void Both_TheSameDatabase_IsTheProjectWithTheEnvironmentsUser()
    {
        var target = Resolve(Project("POSTGRES_PASSWORD=a", ("PGHOST", "localhost"), ("PGDATABASE", "eventlink"), ("PGUSER", "admin"), ("PGPASSWORD", "b")));
        Assert.Equal((TargetSource.ComposeProject, "admin", "b"), (target.Source, target.Username, target.Password));
    }

    [Fact]
    public void Explicit_ConnectionString_WinsOverBoth()
    {
        var host = Project("POSTGRES_DB=live", ("PGHOST", "10.0.0.9"), ("PGDATABASE", "staging"));
        var target = new TargetResolver(host).Resolve(new TargetRequest { ConnectionString = "postgresql://u:p@h/d" }, NullObserver.Instance);
        Assert.Equal("d on h:5432", target.ToString());
        Assert.Equal(TargetSource.Explicit, target.Source);
    }

    [Fact]
    public void Explicit_ProjectDirectory_WinsOverTheEnvironment()
    {
        var host = Project("POSTGRES_DB=live", ("PGHOST", "10.0.0.9"), ("PGDATABASE", "staging"));
        Assert.Equal("live", new TargetResolver(host).Resolve(new TargetRequest { ProjectDirectory = "/srv/eventlink" }, NullObserver.Instance).Database);
    }

    [Fact]
    public void Explicit_CredentialReplacesTheOneFound()
    {
        var target = new TargetResolver(Project("POSTGRES_USER=app\nPOSTGRES_PASSWORD=a")).Resolve(new TargetRequest { Username = "admin", Password = "b" }, NullObserver.Instance);
        Assert.Equal(("eventlink", "admin", "b"), (target.Database, target.Username, target.Password));
    }

    [Fact]
    public void PasswordFile_GivesThePassword()
    {
        var host = new FakeHost { Variables = { ["PGHOST"] = "h", ["PGDATABASE"] = "live" }, Files = { ["/home/ana/.pgpass"] = "h:5432:live:ana:from file\n" } };
        Assert.Equal("from file", Resolve(host).Password);
    }

    [Fact]
    public void PasswordFile_OthersCanRead_IsIgnoredAndSaid()
    {
        var host = new FakeHost
        {
            Variables = { ["PGHOST"] = "h", ["PGDATABASE"] = "live", ["PGPASSFILE"] = "/etc/pgpass" },
            Files = { ["/etc/pgpass"] = "*:*:*:*:s3cret\n" }, Public = { "/etc/pgpass" },
        };
        var observer = new RecordingObserver();
        Assert.Null(new TargetResolver(host).Resolve(new TargetRequest(), observer).Password);
        Assert.Contains("/etc/pgpass", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Service_FillsWhatIsNotGiven()
    {
        var host = new FakeHost
        {
            Variables = { ["PGSERVICE"] = "live", ["PGUSER"] = "environment", ["PGCONNECT_TIMEOUT"] = "7" },
            Files = { ["/home/ana/.pg_service.conf"] = "# mine\n[other]\nhost=x\n[live]\nhost=db.example.org\nport=5433\ndbname=eventlink\nuser=service\n[next]\nhost=y\n" },
        };
        var target = Resolve(host);
        Assert.Equal(("eventlink on db.example.org:5433", "service", TimeSpan.FromSeconds(7)), (target.ToString(), target.Username, target.ConnectTimeout));
    }

    [Fact]
    public void Password_IsInNoTextForm()
    {
        var target = Resolve(new FakeHost { Variables = { ["PGHOST"] = "h", ["PGDATABASE"] = "d", ["PGPASSWORD"] = "s3cret" } });
        Assert.DoesNotContain("s3cret", target.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", JsonSerializer.Serialize(target), StringComparison.Ordinal);
        var request = new TargetRequest { ConnectionString = "postgresql://u:s3cret@h/d", Password = "s3cret" };
        Assert.DoesNotContain("s3cret", request.ToString() + JsonSerializer.Serialize(request), StringComparison.Ordinal);
    }

    private static EventLinkTarget Resolve(FakeHost host) => new TargetResolver(host).Resolve(new TargetRequest(), NullObserver.Instance);
}

using EventLinkDr.Adapters.Deployments;
using EventLinkDr.Adapters.Npgsql;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.TestKit;

namespace EventLinkDr.Adapters.Tests.Deployments;

public sealed class ServerDirectoryTests(PostgresFixture postgres, DockerEngineFixture docker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FreeSpace_OfAServerOnThisHost_IsThatOfItsVolume()
    {
        await using var deployment = new DirectDeployment(postgres.Target("postgres"), new NpgsqlServer(postgres.Target("postgres")));
        var free = await deployment.ReadFreeSpaceAsync(Token);
        Assert.InRange(free!.Value, 1, new DriveInfo(postgres.Cluster.DataDirectory).TotalSize);
    }

    [Fact]
    public async Task FreeSpace_UserMayNotSee_IsNotKnown()
    {
        await postgres.ExecuteAsync("postgres", "CREATE ROLE space_user LOGIN PASSWORD 'p'");
        var target = postgres.Target("postgres") with { Username = "space_user", Password = "p" };
        await using var deployment = new DirectDeployment(target, new NpgsqlServer(target));
        Assert.Null(await deployment.ReadFreeSpaceAsync(Token));
    }

    [Fact]
    public async Task FreeSpace_InAContainer_IsThatOfItsVolume()
    {
        var engine = await docker.RequireAsync();
        var container = await engine.InspectAsync(await docker.RunPostgresAsync(), Token);
        var target = new EventLinkTarget { Database = "eventlink", Username = "eventlink", Password = DockerEngineFixture.Password, Container = container.Name };
        await using var deployment = await new DeploymentConnector(() => engine).ConnectAsync(target, new ConnectOptions(), NullObserver.Instance, Token);
        Assert.InRange((await deployment.ReadFreeSpaceAsync(Token))!.Value, 1, long.MaxValue);
    }

    [Theory]
    [InlineData("Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda1 1000 400 600 40% /var/lib/postgresql/data\n", 614400L)]
    [InlineData("Filesystem           1024-blocks    Used Available Capacity Mounted on\noverlay 10 2 8 20% /a b\n", 8192L)]
    [InlineData("df: no such directory", null)]
    [InlineData("", null)]
    public void ReadTable_TakesTheAvailableColumn(string output, long? bytes) => Assert.Equal(bytes, ServerDirectory.ReadTable(output));
}

using System.Text.Json;
using System.Text.Json.Nodes;
using EventLinkDr.Adapters.Deployments;
using EventLinkDr.Adapters.Docker;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Postgres;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Docker;

namespace EventLinkDr.Adapters.Tests.Docker;

public sealed class ContainerClusterTests(DockerEngineFixture docker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_GivesAServerForItsSuperuser_AndDisposeLeavesNothing()
    {
        var engine = await docker.RequireAsync();
        var cluster = await ContainerCluster.StartAsync(engine, await docker.PostgresImageAsync(), ThrowawaySettings.Lines, Token);
        Assert.StartsWith("PostgreSQL 15.", cluster.Description, StringComparison.Ordinal);
        var volume = (await engine.InspectAsync(cluster.Id, Token)).Raw.GetProperty("Mounts")[0].GetProperty("Name").GetString();
        await using (cluster)
        {
            await using var deployment = await new DeploymentConnector(() => engine).ConnectAsync(cluster.Target, new ConnectOptions(), NullObserver.Instance, Token);
            await using var session = await deployment.Server.OpenAsync(new SessionOptions(cluster.Target.Database), Token);
            const string Query = "SELECT usesuper, pg_catalog.current_setting('fsync'), pg_catalog.pg_encoding_to_char(encoding) FROM pg_user, pg_database "
                + "WHERE usename = current_user AND datname = current_database()";
            var row = (await session.QueryAsync(Query, Token))[0];
            Assert.Equal((true, "off", "UTF8"), (row.Get<bool>(0), row.Text(1), row.Text(2)));
        }

        Assert.Equal("ContainerNotFound", (await Assert.ThrowsAnyAsync<DrException>(() => engine.InspectAsync(cluster.Id, Token))).Id);
        Assert.Equal("EngineError", (await Assert.ThrowsAnyAsync<DrException>(() => engine.Http.GetJsonAsync("/volumes/" + volume, null, Token))).Id);
    }

    [Fact]
    public async Task Start_TheServerDoesNotComeUp_SaysWhyAndLeavesNothing()
    {
        var engine = await docker.RequireAsync();
        var image = await docker.PostgresImageAsync();
        var error = await Assert.ThrowsAnyAsync<DrException>(() => ContainerCluster.StartAsync(engine, image, ["no_such_setting = 1"], Token));
        Assert.Equal("NoThrowawayServer", error.Id);
        Assert.Contains("no_such_setting", error.Message, StringComparison.Ordinal);
        Assert.False(await IsThereAsync(engine, "no_such_setting=1"));
    }

    [Fact]
    public async Task Start_Cancelled_LeavesNothing()
    {
        var engine = await docker.RequireAsync();
        var image = await docker.PostgresImageAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        // Other tests start containers too: ours is the one with this setting.
        var mark = "cluster_name=" + docker.NewName();
        var starting = ContainerCluster.StartAsync(engine, image, [mark], stop.Token);
        while (!await IsThereAsync(engine, mark) && !starting.IsCompleted) await Task.Delay(5, Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        Assert.False(await IsThereAsync(engine, mark));
    }

    [Fact]
    public async Task Image_IsTheNewestTheEngineHas_OfTheVersionAskedFor()
    {
        var engine = await docker.RequireAsync();
        foreach (var tag in new[] { "8-alpine", "9.6" })
            await docker.ImportAsync("postgres:" + tag, _ => Task.FromResult(new RootFileSystem()), []);
        await docker.ImportAsync("another/postgres:99", _ => Task.FromResult(new RootFileSystem()), []);
        Assert.Equal("postgres:9.6", await ThrowawayImage.ChooseAsync(engine, null, NullObserver.Instance, Token));
        Assert.Equal("postgres:8-alpine", await ThrowawayImage.ChooseAsync(engine, 8, NullObserver.Instance, Token));
        var error = await Assert.ThrowsAnyAsync<DrException>(() => ThrowawayImage.ChooseAsync(engine, 99, NullObserver.Instance, Token));
        Assert.Equal("NoThrowawayServer", error.Id);
    }

    [Fact]
    public async Task Sweep_RemovesWhatKilledCommandsLeft_AndNothingElse()
    {
        var engine = await docker.RequireAsync();
        var dead = await MadeAsync($"{Environment.MachineName}/4194304/1");
        var reused = await MadeAsync($"{Environment.MachineName}/{Environment.ProcessId}/1");
        var living = await MadeAsync(ProcessOwner.Current);
        var elsewhere = await MadeAsync("another-host/1/1");
        var kept = await MadeAsync($"{Environment.MachineName}/4194304/1", Leftovers.KeptName(docker.NewName()));
        var network = await NetworkAsync($"{Environment.MachineName}/4194304/1");
        var used = await NetworkAsync(ProcessOwner.Current);
        var removed = await Leftovers.SweepAsync(engine, Token);
        Assert.Superset(new HashSet<string> { "container " + dead, "container " + reused, "network " + network }, removed.ToHashSet());
        Assert.Equal([used], (await engine.ListNetworksAsync([ContainerCluster.RunLabel + "=test"], Token)).Select(left => left.Name));
        await engine.RemoveNetworkAsync(used, Token);
        Assert.Superset(new HashSet<string> { living, elsewhere, kept }, (await NamesAsync(engine)).ToHashSet());
    }

    [Fact]
    public async Task Keep_LeavesItStandingUnderTheNameThatIsTold()
    {
        var engine = await docker.RequireAsync();
        var cluster = await ContainerCluster.StartAsync(engine, await docker.PostgresImageAsync(), [], Token);
        var commands = cluster.Keep();
        await cluster.DisposeAsync();
        var name = commands[1].Split(' ')[^1];
        Assert.Equal(cluster.Id, (await engine.InspectAsync(name, Token)).Id);
        Assert.DoesNotContain(commands, command => command.Contains(cluster.Target.Password!, StringComparison.Ordinal));
        await engine.RemoveAsync(name, force: true, withVolumes: true, Token);
    }

    private async Task<string> MadeAsync(string owner, string? name = null)
    {
        var engine = await docker.RequireAsync();
        name ??= docker.NewName();
        await engine.CreateAsync(name, new JsonObject
        {
            ["Image"] = await docker.PostgresImageAsync(),
            ["Labels"] = new JsonObject { [ContainerCluster.RunLabel] = "test", [ContainerCluster.OwnerLabel] = owner },
        }, Token);
        return name;
    }

    private async Task<string> NetworkAsync(string owner)
    {
        var name = docker.NewName("network");
        await (await docker.RequireAsync()).CreateNetworkAsync(name, new JsonObject
        {
            ["Labels"] = new JsonObject { [ContainerCluster.RunLabel] = "test", [ContainerCluster.OwnerLabel] = owner },
        }, Token);
        return name;
    }

    private static async Task<bool> IsThereAsync(DockerEngine engine, string setting)
    {
        foreach (var name in await NamesAsync(engine))
        {
            try
            {
                var command = (await engine.InspectAsync(name, Token)).Raw.GetProperty("Config").GetProperty("Cmd");
                if (command.ValueKind == JsonValueKind.Array && command.EnumerateArray().Any(part => part.GetString() == setting)) return true;
            }
            catch (DrException error) when (error.Kind == ErrorTable.ContainerNotFound)
            {
                // Another test's, removed meanwhile.
            }
        }

        return false;
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(DockerEngine engine) =>
        [.. (await engine.ListAsync([ContainerCluster.RunLabel], Token)).Select(container => container.Name)];
}

using System.Net.Http;
using System.Text.Json.Nodes;
using EventLinkDr.Adapters.Docker;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Hosting.Recreation;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Docker;

namespace EventLinkDr.Scenarios.Maintenance;

/// <summary>A container with about every setting there is, before and after it was made anew: what the engine says of both must be the same.</summary>
public sealed class RecreationTests(DockerEngineFixture docker) : IAsyncLifetime
{
    private readonly string _extra = docker.NewName("extra");
    private string _container = "";
    private DockerEngine _engine = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _engine = await docker.RequireAsync();
        // The address of the network is the engine's own choice, made ours: only such a network takes fixed addresses.
        await _engine.Http.PostJsonAsync("/networks/create", new JsonObject { ["Name"] = _extra }, null, Token);
        var subnet = (await _engine.Http.GetJsonAsync("/networks/" + _extra, null, Token)).GetProperty("IPAM").GetProperty("Config")[0].GetProperty("Subnet").GetString()!;
        await _engine.Http.CallAsync(HttpMethod.Delete, "/networks/" + _extra, null, Token);
        await _engine.Http.PostJsonAsync("/networks/create", new JsonObject
        {
            ["Name"] = _extra, ["IPAM"] = new JsonObject { ["Config"] = new JsonArray(new JsonObject { ["Subnet"] = subnet }) },
        }, null, Token);
        var other = docker.NewName("plain");
        await _engine.Http.PostJsonAsync("/networks/create", new JsonObject { ["Name"] = other }, null, Token);
        var peer = await docker.RunIdleAsync();
        await _engine.ConnectNetworkAsync(peer, _extra, [], Token);
        _container = docker.NewName("eventlink-backend");
        var id = await docker.RunAsync(await docker.PostgresImageAsync(), Body(other, Path.GetTempPath()), _container);
        await _engine.ConnectNetworkAsync(id, _extra, new JsonObject
        {
            ["Aliases"] = new JsonArray("api", "backend"),
            ["IPAMConfig"] = new JsonObject { ["IPv4Address"] = subnet.Replace(".0/24", ".77", StringComparison.Ordinal) },
            ["Links"] = new JsonArray($"{(await _engine.InspectAsync(peer, Token)).Name}:storage"),
            ["DriverOpts"] = new JsonObject { ["com.example.colour"] = "blue" },
        }, Token);
        await ShellAsync("echo kept > /anonymous/file; echo kept > /declared/file");
    }

    public async ValueTask DisposeAsync() => await _engine.RemoveAsync(_container, force: true, withVolumes: true, CancellationToken.None);

    [Fact]
    public async Task Recreate_EverySetting_IsTheSame_AndSoIsTheDataOfAnonymousVolumes()
    {
        var before = await RawAsync();
        await new ContainerRecreator(_engine, NullObserver.Instance).RecreateAsync(_container, new Dictionary<string, string> { ["FLAG"] = "true", ["NEW"] = "1" }, Token);
        var after = await RawAsync();

        Assert.NotEqual(Text(before["Id"]), Text(after["Id"]));
        Assert.Equal(Text(before["Name"]), Text(after["Name"]));
        Assert.Equal(Text(before["Image"]), Text(after["Image"]));
        Assert.Equal(Configuration(before).Replace("FLAG=false", "FLAG=true", StringComparison.Ordinal), Configuration(after).Replace(",\"NEW=1\"", "", StringComparison.Ordinal));
        Assert.Equal(HostConfiguration(before), HostConfiguration(after));
        Assert.Equal(Mounts(before), Mounts(after));
        Assert.Equal(Networks(before), Networks(after));
        Assert.Equal("kept\nkept\n", await ShellAsync("cat /anonymous/file /declared/file"));
    }

    [Fact]
    public async Task Recreate_ATag_ThatMovedOn_KeepsTheImageThatRan()
    {
        var image = Text((await RawAsync())["Image"]);
        await docker.ImportAsync("eventlinkdr-stand-in/postgres:15-alpine-moved", token => StandInPostgres.BuildAsync(StandInFlavour.Alpine, token), [.. StandInPostgres.Changes, "LABEL moved=yes"]);
        await _engine.Http.CallAsync(HttpMethod.Post, "/images/eventlinkdr-stand-in/postgres:15-alpine-moved/tag?repo=eventlinkdr-stand-in/postgres&tag=15-alpine", null, Token);
        try
        {
            await new ContainerRecreator(_engine, NullObserver.Instance).RecreateAsync(_container, new Dictionary<string, string> { ["FLAG"] = "true" }, Token);
            Assert.Equal(image, Text((await RawAsync())["Image"]));
        }
        finally
        {
            await _engine.Http.CallAsync(HttpMethod.Post, $"/images/{image}/tag?repo=eventlinkdr-stand-in/postgres&tag=15-alpine", null, CancellationToken.None);
        }
    }

    [Fact]
    public async Task Recreate_AContainerWhoseNetworkAnotherOneShares_IsRefused_AndNothingChanges()
    {
        var sharing = await docker.RunAsync(await docker.PostgresImageAsync(),
            new JsonObject { ["Entrypoint"] = new JsonArray("sleep", "100000"), ["HostConfig"] = new JsonObject { ["NetworkMode"] = "container:" + _container } });
        var before = await RawAsync();
        var error = await Assert.ThrowsAnyAsync<DrException>(() =>
            new ContainerRecreator(_engine, NullObserver.Instance).RecreateAsync(_container, new Dictionary<string, string> { ["FLAG"] = "true" }, Token));
        Assert.Equal("RecreationRefused", error.Id);
        Assert.Equal(Text(before["Id"]), Text((await RawAsync())["Id"]));
        await _engine.RemoveAsync(sharing, force: true, withVolumes: true, Token);
    }

    private static JsonObject Body(string network, string directory) => new()
    {
        ["Entrypoint"] = new JsonArray("sleep"),
        ["Cmd"] = new JsonArray("100000"),
        ["Env"] = new JsonArray("FLAG=false", "OTHER=a=b c"),
        ["Labels"] = new JsonObject { [ComposeProject.ServiceLabel] = "backend", ["com.docker.compose.config-hash"] = "abc" },
        ["ExposedPorts"] = new JsonObject { ["8000/tcp"] = new JsonObject() },
        ["Volumes"] = new JsonObject { ["/anonymous"] = new JsonObject() },
        ["StopSignal"] = "SIGKILL",
        ["StopTimeout"] = 7,
        ["WorkingDir"] = "/tmp",
        ["User"] = "0:0",
        ["Healthcheck"] = new JsonObject { ["Test"] = new JsonArray("CMD", "true"), ["Interval"] = 1_000_000_000L, ["Retries"] = 3 },
        ["HostConfig"] = new JsonObject
        {
            ["NetworkMode"] = network,
            ["Binds"] = new JsonArray($"{directory}:/host:ro", "recreation-named:/named"),
            ["Mounts"] = new JsonArray(
                new JsonObject { ["Type"] = "volume", ["Target"] = "/declared" },
                new JsonObject { ["Type"] = "tmpfs", ["Target"] = "/scratch", ["TmpfsOptions"] = new JsonObject { ["SizeBytes"] = 1048576 } }),
            ["RestartPolicy"] = new JsonObject { ["Name"] = "on-failure", ["MaximumRetryCount"] = 5 },
            ["PortBindings"] = new JsonObject { ["8000/tcp"] = new JsonArray(new JsonObject { ["HostIp"] = "127.0.0.1", ["HostPort"] = "" }) },
            ["ExtraHosts"] = new JsonArray("other.example.ro:10.0.0.9"),
            ["Dns"] = new JsonArray("10.0.0.53"),
            ["CapAdd"] = new JsonArray("NET_ADMIN"),
            ["CapDrop"] = new JsonArray("MKNOD"),
            ["SecurityOpt"] = new JsonArray("no-new-privileges"),
            ["Ulimits"] = new JsonArray(new JsonObject { ["Name"] = "nofile", ["Soft"] = 1024, ["Hard"] = 2048 }),
            ["Memory"] = 268435456,
            ["ShmSize"] = 8388608,
            ["Init"] = false,
            ["LogConfig"] = new JsonObject { ["Type"] = "json-file", ["Config"] = new JsonObject { ["max-size"] = "1m" } },
        },
        ["NetworkingConfig"] = new JsonObject { ["EndpointsConfig"] = new JsonObject { [network] = new JsonObject { ["Aliases"] = new JsonArray("backend") } } },
    };

    private async Task<JsonObject> RawAsync() => JsonObject.Create((await _engine.InspectAsync(_container, Token)).Raw)!;

    private static string Configuration(JsonObject inspected)
    {
        var configuration = (JsonObject)inspected["Config"]!.DeepClone();
        Assert.StartsWith(Text(configuration["Hostname"]), Text(inspected["Id"]), StringComparison.Ordinal);
        configuration.Remove("Hostname");
        // The id of the image, where it was a tag that may have moved on.
        configuration.Remove("Image");
        return configuration.ToJsonString();
    }

    private static string HostConfiguration(JsonObject inspected)
    {
        var host = (JsonObject)inspected["HostConfig"]!.DeepClone();
        // Anonymous volumes have their names now; the mounts show that they are the same.
        host["Binds"] = new JsonArray([.. host["Binds"]!.AsArray().Select(Text).Where(bind => !bind.Contains(":/anonymous", StringComparison.Ordinal) && !bind.Contains(":/var/lib/", StringComparison.Ordinal))
            .Select(bind => (JsonNode)bind)]);
        foreach (var mount in host["Mounts"]!.AsArray()) mount!.AsObject().Remove("Source");
        return host.ToJsonString();
    }

    private static IEnumerable<string> Mounts(JsonObject inspected) =>
        inspected["Mounts"]!.AsArray().Select(mount => $"{Text(mount!["Type"])} {mount["Name"]} {mount["Source"]} {mount["Destination"]} {mount["RW"]}").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Networks(JsonObject inspected)
    {
        var id = Text(inspected["Id"]);
        return inspected["NetworkSettings"]!["Networks"]!.AsObject().Select(network => string.Join(' ', network.Key,
            string.Join(',', network.Value!["Aliases"]!.AsArray().Select(Text).Where(alias => !id.StartsWith(alias, StringComparison.Ordinal)).Order(StringComparer.Ordinal)),
            network.Value["IPAMConfig"]?["IPv4Address"], network.Value["Links"]?.ToJsonString(), network.Value["DriverOpts"]?.ToJsonString())).Order(StringComparer.Ordinal);
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private async Task<string> ShellAsync(string script)
    {
        var (code, output, error) = await ContainerProgram.RunAsync(_engine, _container, new ContainerCommand("sh", "-c", script), Token);
        Assert.True(code == 0, error);
        return output;
    }
}

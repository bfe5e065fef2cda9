using System.Text.Json.Nodes;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting.Recreation;

namespace EventLinkDr.Core.Tests.Hosting;

public sealed class RecreationPlannerTests
{
    private const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static readonly Version Old = new(1, 41), New = new(1, 44);

    private static readonly Dictionary<string, string> Flag = new() { ["FLAG"] = "true" };

    private static JsonObject Inspected() => (JsonObject)JsonNode.Parse(
        $$"""
        {
          "Id": "{{Id}}", "Name": "/eventlink-backend-1", "Image": "sha256:feed",
          "Config": { "Hostname": "0123456789ab", "Image": "eventlink-backend:latest", "Env": ["A=1", "FLAG=false", "PATH=/bin"], "Cmd": ["serve"],
            "StopTimeout": 7, "Labels": { "com.docker.compose.service": "backend" }, "SomethingNew": { "x": 1 } },
          "HostConfig": { "NetworkMode": "eventlink_default", "Binds": ["named:/data:rw"], "Memory": 1000, "UnknownSetting": [1, 2] },
          "Mounts": [
            { "Type": "volume", "Name": "named", "Destination": "/data", "RW": true },
            { "Type": "volume", "Name": "anonymous", "Destination": "/cache", "RW": false } ],
          "NetworkSettings": { "Networks": {
            "extra": { "Aliases": ["0123456789ab", "api"], "IPAMConfig": { "IPv4Address": "10.1.0.5" }, "Links": ["db:db"], "DriverOpts": { "o": "1" }, "IPAddress": "10.1.0.5" },
            "eventlink_default": { "Aliases": ["eventlink-backend-1", "backend", "0123456789ab"], "IPAMConfig": null } } }
        }
        """)!;

    [Fact]
    public void Plan_SetsTheVariable_AndKeepsEverySettingItDoesNotKnow()
    {
        var body = RecreationPlanner.Plan(Inspected(), [], Flag, New).Body;
        Assert.Equal(["A=1", "FLAG=true", "PATH=/bin"], body["Env"]!.AsArray().Select(entry => entry!.GetValue<string>()));
        Assert.Equal("""{"x":1}""", body["SomethingNew"]!.ToJsonString());
        Assert.Equal("[1,2]", body["HostConfig"]!["UnknownSetting"]!.ToJsonString());
        Assert.Equal(7, body["StopTimeout"]!.GetValue<int>());
    }

    [Fact]
    public void Plan_TakesTheImageById_AndDropsTheHostnameTheEngineMadeUp()
    {
        var body = RecreationPlanner.Plan(Inspected(), [], Flag, New).Body;
        Assert.Equal("sha256:feed", body["Image"]!.GetValue<string>());
        Assert.False(body.ContainsKey("Hostname"));
    }

    [Fact]
    public void Plan_AHostnameSomebodyChose_Stays()
    {
        var inspected = Inspected();
        inspected["Config"]!["Hostname"] = "api.example.ro";
        Assert.Equal("api.example.ro", RecreationPlanner.Plan(inspected, [], Flag, New).Body["Hostname"]!.GetValue<string>());
    }

    [Fact]
    public void Plan_MountsAnonymousVolumesByName_AndNamedOnesOnce() =>
        Assert.Equal(["named:/data:rw", "anonymous:/cache:ro"],
            RecreationPlanner.Plan(Inspected(), [], Flag, New).Body["HostConfig"]!["Binds"]!.AsArray().Select(bind => bind!.GetValue<string>()));

    [Fact]
    public void Plan_AnonymousVolumesDeclaredWithoutAName_AreNamedWhereTheyAreDeclared()
    {
        var inspected = Inspected();
        inspected["HostConfig"]!["Binds"] = new JsonArray("/cache");
        inspected["HostConfig"]!["Mounts"] = JsonNode.Parse("""[{ "Type": "volume", "Target": "/data" }, { "Type": "tmpfs", "Target": "/scratch" }]""");
        var host = RecreationPlanner.Plan(inspected, [], Flag, New).Body["HostConfig"]!;
        Assert.Equal(["anonymous:/cache:ro"], host["Binds"]!.AsArray().Select(bind => bind!.GetValue<string>()));
        Assert.Equal("""[{"Type":"volume","Target":"/data","Source":"named"},{"Type":"tmpfs","Target":"/scratch"}]""", host["Mounts"]!.ToJsonString());
    }

    [Fact]
    public void Plan_InTheNetworkOfAnotherContainer_GivesNoHostname()
    {
        var inspected = Inspected();
        inspected["HostConfig"]!["NetworkMode"] = "container:feed";
        inspected["Config"]!["Hostname"] = "other";
        Assert.False(RecreationPlanner.Plan(inspected, [], Flag, New).Body.ContainsKey("Hostname"));
    }

    [Theory]
    [InlineData("eventlink-backend-1_replaced_0123456789ab", "eventlink-backend-1")]
    [InlineData("eventlink-backend-1_replaced_fedcba987654", null)]
    [InlineData("eventlink-backend-1", null)]
    public void AsideName_IsKnownByTheContainersOwnId(string name, string? original)
    {
        Assert.Equal(original, AsideName.OriginalOf(name, Id));
        if (original is not null) Assert.Equal(name, AsideName.Of(original, Id));
    }

    [Fact]
    public void LogRedaction_TakesPasswordsOut_AlsoThoseInUrls() =>
        Assert.Equal("login as … with … failed, key …", LogRedaction.Of("login as owner with pa ss:w0rd failed, key hunter22",
            ["postgresql://owner:pa%20ss%3Aw0rd@db:5432/x", "hunter22", "0"]));

    [Fact]
    public void Plan_CopiesOwnAliasesAddressesLinksAndOptions_OfEachNetwork()
    {
        var endpoints = RecreationPlanner.Plan(Inspected(), [], Flag, New).Body["NetworkingConfig"]!["EndpointsConfig"]!;
        Assert.Equal("""{"Aliases":["api"],"IPAMConfig":{"IPv4Address":"10.1.0.5"},"Links":["db:db"],"DriverOpts":{"o":"1"}}""", endpoints["extra"]!.ToJsonString());
        Assert.Equal("""{"Aliases":["eventlink-backend-1","backend"]}""", endpoints["eventlink_default"]!.ToJsonString());
    }

    [Fact]
    public void Plan_OnAnOlderEngine_ConnectsFurtherNetworksAfterTheCreation()
    {
        var plan = RecreationPlanner.Plan(Inspected(), [], Flag, Old);
        Assert.Equal(["eventlink_default"], plan.Body["NetworkingConfig"]!["EndpointsConfig"]!.AsObject().Select(pair => pair.Key));
        Assert.Equal(["extra"], plan.Further.Select(network => network.Name));
    }

    [Theory]
    [InlineData("""{ "Name": "/other", "HostConfig": { "NetworkMode": "container:0123456789ab" } }""")]
    [InlineData("""{ "Name": "/other", "HostConfig": { "PidMode": "container:eventlink-backend-1" } }""")]
    [InlineData("""{ "Name": "/other", "HostConfig": { "VolumesFrom": ["eventlink-backend-1:ro"] } }""")]
    public void Plan_AContainerOthersShare_IsRefused(string other)
    {
        var error = Assert.Throws<DrException>(() => RecreationPlanner.Plan(Inspected(), [(JsonObject)JsonNode.Parse(other)!], Flag, New));
        Assert.Equal("RecreationRefused", error.Id);
        Assert.Contains("other", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_AContainerThatRemovesItself_IsRefused()
    {
        var inspected = Inspected();
        inspected["HostConfig"]!["AutoRemove"] = true;
        Assert.Throws<DrException>(() => RecreationPlanner.Plan(inspected, [], Flag, New));
    }
}

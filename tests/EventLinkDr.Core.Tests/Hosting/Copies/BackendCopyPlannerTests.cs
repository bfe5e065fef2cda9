using System.Text.Json.Nodes;
using EventLinkDr.Hosting.Copies;

namespace EventLinkDr.Core.Tests.Hosting.Copies;

public sealed class BackendCopyPlannerTests
{
    private const string Volume = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static readonly Dictionary<string, string> Labels = new() { ["eventlinkdr.run"] = "1", ["com.docker.compose.project"] = "copy" };

    private static readonly Dictionary<string, string> Variables = new() { ["DATABASE_URL"] = "postgresql://copy", ["NEW"] = "yes" };

    [Fact]
    public void Plan_TakesImageCommandAndVariables()
    {
        var body = Plan();
        Assert.Equal("sha256:image", body["Image"]!.GetValue<string>());
        Assert.Equal(["sh", "-c", "serve"], Texts(body["Cmd"]));
        Assert.Equal(["SECRET_KEY=a=b", "DATABASE_URL=postgresql://copy", "NEW=yes"], Texts(body["Env"]));
        Assert.Equal("curl", body["Healthcheck"]!["Test"]![1]!.GetValue<string>());
        Assert.Equal(1024, body["HostConfig"]!["Memory"]!.GetValue<int>());
    }

    [Fact]
    public void Plan_IsNowhereTakenForTheOriginal()
    {
        var body = Plan();
        Assert.Equal("copy", body["Labels"]!["com.docker.compose.project"]!.GetValue<string>());
        // Those of the image would come back if they were only left out.
        Assert.Equal("", body["Labels"]!["com.docker.compose.config-hash"]!.GetValue<string>());
        Assert.False(body["Labels"]!.AsObject().ContainsKey("traefik.enable"));
        Assert.False(body.ContainsKey("Hostname"));
        var host = body["HostConfig"]!.AsObject();
        foreach (var part in (string[])["PortBindings", "Links", "ExtraHosts", "VolumesFrom", "Binds", "PidMode", "Privileged"]) Assert.False(host.ContainsKey(part), part);
        Assert.Equal("copy_default", host["NetworkMode"]!.GetValue<string>());
        Assert.Equal(["copy_default"], body["NetworkingConfig"]!["EndpointsConfig"]!.AsObject().Select(network => network.Key));
        Assert.Equal("no", host["RestartPolicy"]!["Name"]!.GetValue<string>());
    }

    [Fact]
    public void Plan_MountsForReading_AndNoSocketAndNoAnonymousVolume() =>
        Assert.Equal(
            ["""{"Type":"bind","Source":"/srv/app/.topsecret","Target":"/app/.topsecret","ReadOnly":true}""", """{"Type":"volume","Source":"uploads","Target":"/app/uploads","ReadOnly":true,"VolumeOptions":{"NoCopy":true}}"""],
            Plan()["HostConfig"]!["Mounts"]!.AsArray().Select(mount => mount!.ToJsonString()));

    [Fact]
    public void Plan_WherePortsArePublished_PublishesOnLoopbackOnly() =>
        Assert.Equal("""{"8000/tcp":[{"HostIp":"127.0.0.1","HostPort":""}]}""", Plan(8000)["HostConfig"]!["PortBindings"]!.ToJsonString());

    private static JsonObject Plan(int? published = null) => BackendCopyPlanner.Plan(Inspected(), "copy_default", Labels, Variables, published);

    private static IEnumerable<string> Texts(JsonNode? array) => array!.AsArray().Select(entry => entry!.GetValue<string>());

    private static JsonObject Inspected() => JsonNode.Parse($$"""
        {
          "Id": "abc", "Image": "sha256:image",
          "Config": {
            "Hostname": "backend", "Env": ["DATABASE_URL=postgresql://original", "SECRET_KEY=a=b"], "Cmd": ["sh", "-c", "serve"], "Healthcheck": {"Test": ["CMD", "curl"]},
            "Labels": {"com.docker.compose.project": "eventlink", "com.docker.compose.config-hash": "x", "traefik.enable": "true"}
          },
          "HostConfig": {
            "NetworkMode": "eventlink_default", "PortBindings": {"8000/tcp": [{"HostPort": "8000"}]}, "RestartPolicy": {"Name": "on-failure"}, "Binds": ["uploads:/app/uploads:rw"],
            "Links": ["db"], "ExtraHosts": ["db:10.0.0.1"], "VolumesFrom": ["db"], "PidMode": "host", "Privileged": true, "Memory": 1024
          },
          "Mounts": [
            {"Type": "bind", "Source": "/srv/app/.topsecret", "Destination": "/app/.topsecret", "RW": true},
            {"Type": "bind", "Source": "/var/run/docker.sock", "Destination": "/var/run/docker.sock", "RW": true},
            {"Type": "volume", "Name": "uploads", "Source": "/var/lib/docker/volumes/uploads/_data", "Destination": "/app/uploads", "RW": true},
            {"Type": "volume", "Name": "{{Volume}}", "Source": "/x", "Destination": "/cache", "RW": true}
          ]
        }
        """)!.AsObject();
}

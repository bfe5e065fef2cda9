using System.Text.Json.Nodes;

namespace EventLinkDr.Hosting.Copies;

/// <summary>
/// Turns the engine's description of a deployment's backend into a copy that can do the deployment no harm: same image, command and variables; no
/// ports of its host, no other network, nothing it mounts can be written, no label by which compose, a proxy or a command of ours would take it for
/// the deployment's. Works on the raw JSON. Pure.
/// </summary>
internal static class BackendCopyPlanner
{
    private const string ComposeLabels = "com.docker.compose.";
    private const int AnonymousLength = 64;

    /// <summary>Parts of the host's configuration that lead to the original's surroundings.</summary>
    private static readonly string[] Surroundings =
        ["PortBindings", "Links", "ExtraHosts", "VolumesFrom", "PidMode", "IpcMode", "UTSMode", "UsernsMode", "CgroupnsMode", "Binds", "Mounts", "ContainerIDFile", "VolumeDriver", "Privileged", "CapAdd", "Devices", "DeviceRequests"];

    /// <param name="inspected">What the engine says of the backend.</param>
    /// <param name="network">Network of the copy.</param>
    /// <param name="labels">Labels of the copy.</param>
    /// <param name="variables">Variables to set.</param>
    /// <param name="published">Port to publish on an ephemeral port of the loopback interface; null for none.</param>
    /// <returns>Body of the engine's create call. Holds passwords: never shown.</returns>
    public static JsonObject Plan(JsonObject inspected, string network, IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> variables, int? published)
    {
        var body = (JsonObject)inspected["Config"]!.DeepClone();
        body["Image"] = inspected["Image"]!.GetValue<string>();
        body["Env"] = Environment(body["Env"] as JsonArray, variables);
        body["Labels"] = Labels(body["Labels"] as JsonObject, labels);
        body["Tty"] = false;
        foreach (var part in (string[])["Hostname", "Domainname", "MacAddress"]) body.Remove(part);

        var host = (JsonObject)inspected["HostConfig"]!.DeepClone();
        foreach (var part in Surroundings) host.Remove(part);
        host["NetworkMode"] = network;
        host["PublishAllPorts"] = false;
        host["AutoRemove"] = false;
        host["RestartPolicy"] = new JsonObject { ["Name"] = "no" };
        // Its end is read back from the engine when it fails.
        host["LogConfig"] = new JsonObject { ["Type"] = "json-file" };
        host["Mounts"] = Mounts(inspected["Mounts"] as JsonArray);
        if (published is { } port) host["PortBindings"] = Loopback(port);
        body["HostConfig"] = host;
        body["NetworkingConfig"] = new JsonObject { ["EndpointsConfig"] = new JsonObject { [network] = new JsonObject { ["Aliases"] = new JsonArray(ComposeBackend.Backend) } } };
        return body;
    }

    /// <summary>A binding of a port to whatever port of the loopback interface is free.</summary>
    public static JsonObject Loopback(int port) => new() { [FormattableString.Invariant($"{port}/tcp")] = new JsonArray(new JsonObject { ["HostIp"] = "127.0.0.1", ["HostPort"] = "" }) };

    private static JsonArray Environment(JsonArray? original, IReadOnlyDictionary<string, string> variables) =>
    [
        .. (original ?? []).Select(entry => entry!.GetValue<string>()).Where(entry => !variables.ContainsKey(entry.Split('=')[0])).Select(entry => (JsonNode)entry),
        .. variables.Select(variable => (JsonNode)$"{variable.Key}={variable.Value}"),
    ];

    /// <summary>An image that compose built carries compose's labels too, and a container has those of its image unless it has others.</summary>
    private static JsonObject Labels(JsonObject? original, IReadOnlyDictionary<string, string> own)
    {
        var labels = new JsonObject();
        foreach (var (name, _) in (original ?? []).Where(label => label.Key.StartsWith(ComposeLabels, StringComparison.Ordinal))) labels[name] = "";
        foreach (var (name, value) in own) labels[name] = value;
        return labels;
    }

    /// <summary>What it mounts, for reading only. A socket does not care for that, and an anonymous volume is the original's alone: those are left out.</summary>
    private static JsonArray Mounts(JsonArray? original)
    {
        var mounts = new JsonArray();
        foreach (var mount in (original ?? []).Select(mount => mount!.AsObject()))
        {
            var type = mount["Type"]?.GetValue<string>();
            var source = (type == "volume" ? mount["Name"] : mount["Source"])?.GetValue<string>();
            if (type is not ("bind" or "volume") || source is null || IsAnonymous(type, source) || source.EndsWith(".sock", StringComparison.Ordinal)) continue;
            var copy = new JsonObject { ["Type"] = type, ["Source"] = source, ["Target"] = mount["Destination"]!.GetValue<string>(), ["ReadOnly"] = true };
            // An empty volume is filled from the image by whoever mounts it first.
            if (type == "volume") copy["VolumeOptions"] = new JsonObject { ["NoCopy"] = true };
            mounts.Add(copy);
        }

        return mounts;
    }

    private static bool IsAnonymous(string type, string name) => type == "volume" && name.Length == AnonymousLength && name.All(char.IsAsciiHexDigitLower);
}

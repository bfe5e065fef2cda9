using System.Text.Json.Nodes;

namespace EventLinkDr.Hosting.OneOff;

/// <summary>
/// Turns the engine's description of a service's container into one that runs another command beside it, as <c>docker compose run</c> would:
/// same image, variables, mounts and networks; no ports, no names of the service, no restarts. Works on the raw JSON. Pure.
/// </summary>
internal static class OneOffPlanner
{
    private const int ShortId = 12;

    /// <param name="inspected">What the engine says of the service's container.</param>
    /// <param name="command">The command.</param>
    /// <param name="label">Label that tells our containers.</param>
    /// <param name="purpose">Its value.</param>
    /// <returns>Body of the engine's create call, and the networks to connect afterwards. Holds passwords: never shown.</returns>
    public static (JsonObject Body, IReadOnlyList<string> FurtherNetworks) Plan(JsonObject inspected, IReadOnlyList<string> command, string label, string purpose)
    {
        var id = inspected["Id"]!.GetValue<string>();
        var body = (JsonObject)inspected["Config"]!.DeepClone();
        body["Image"] = inspected["Image"]!.GetValue<string>();
        body["Cmd"] = new JsonArray([.. command.Select(word => (JsonNode)word)]);
        body["Tty"] = false;
        body["OpenStdin"] = false;
        body["Healthcheck"] = new JsonObject { ["Test"] = new JsonArray("NONE") };
        if (body["Hostname"]?.GetValue<string>() is { Length: >= ShortId } hostname && id.StartsWith(hostname, StringComparison.Ordinal)) body.Remove("Hostname");
        var labels = body["Labels"] as JsonObject ?? [];
        labels[ComposeProject.OneOffLabel] = "True";
        labels[label] = purpose;
        body["Labels"] = labels.DeepClone();

        var host = (JsonObject)inspected["HostConfig"]!.DeepClone();
        host.Remove("PortBindings");
        host["PublishAllPorts"] = false;
        host["AutoRemove"] = false;
        host["RestartPolicy"] = new JsonObject { ["Name"] = "no" };
        // Its output is read back from the engine.
        host["LogConfig"] = new JsonObject { ["Type"] = "json-file" };
        body["HostConfig"] = host;

        var networks = Networks(inspected, host["NetworkMode"]?.GetValue<string>() ?? "default");
        if (networks.Count > 0) body["NetworkingConfig"] = new JsonObject { ["EndpointsConfig"] = new JsonObject { [networks[0]] = new JsonObject() } };
        return (body, [.. networks.Skip(1)]);
    }

    /// <summary>The network of the mode comes first: older engines take only that one at creation.</summary>
    private static List<string> Networks(JsonObject inspected, string mode)
    {
        if (mode is "none" or "host" || mode.StartsWith("container:", StringComparison.Ordinal)) return [];
        var names = (inspected["NetworkSettings"]?["Networks"] as JsonObject ?? []).Select(network => network.Key).ToList();
        return [.. names.Where(name => name == mode), .. names.Where(name => name != mode)];
    }
}

using System.Text.Json.Nodes;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Hosting.Recreation;

/// <summary>
/// Turns the engine's description of a container into the one that creates it anew with other variables. Works on the raw JSON, so that no
/// setting is lost that we do not know. Pure.
/// </summary>
internal static class RecreationPlanner
{
    private const int ShortId = 12;

    /// <summary>Several networks can be given at creation from this API version on.</summary>
    private static readonly Version ManyNetworks = new(1, 44);

    /// <param name="inspected">What the engine says of the container.</param>
    /// <param name="others">What it says of all other containers.</param>
    /// <param name="variables">Variables to set.</param>
    /// <param name="api">API version spoken with the engine.</param>
    /// <exception cref="DrException"><c>RecreationRefused</c>.</exception>
    public static RecreationPlan Plan(JsonObject inspected, IReadOnlyList<JsonObject> others, IReadOnlyDictionary<string, string> variables, Version api)
    {
        var id = inspected["Id"]!.GetValue<string>();
        var name = inspected["Name"]!.GetValue<string>().TrimStart('/');
        Refuse(inspected, others, id, name);

        var body = (JsonObject)inspected["Config"]!.DeepClone();
        body["Image"] = inspected["Image"]!.GetValue<string>();
        body["Env"] = WithVariables(body["Env"] as JsonArray, variables);
        // The engine made these two up of the id; the new container gets its own.
        if (IsOwnId(body["Hostname"]?.GetValue<string>(), id)) body.Remove("Hostname");
        body["HostConfig"] = HostConfiguration(inspected);
        if (SharesNamespace(inspected))
        {
            // The engine shows those of the namespace, and takes none for a container that has no namespace of its own.
            foreach (var part in (string[])["Hostname", "Domainname"]) body.Remove(part);
        }

        var networks = Networks(inspected, id);
        var atOnce = api >= ManyNetworks ? networks.Count : Math.Min(1, networks.Count);
        if (atOnce > 0)
        {
            var endpoints = new JsonObject();
            foreach (var network in networks.Take(atOnce)) endpoints[network.Name] = network.Endpoint.DeepClone();
            body["NetworkingConfig"] = new JsonObject { ["EndpointsConfig"] = endpoints };
        }

        return new RecreationPlan(id, name, body, [.. networks.Skip(atOnce)]);
    }

    private static void Refuse(JsonObject inspected, IReadOnlyList<JsonObject> others, string id, string name)
    {
        if (inspected["HostConfig"]?["AutoRemove"]?.GetValue<bool>() == true) throw Refused(name, "it removes itself when it stops");
        foreach (var other in others)
        {
            var host = other["HostConfig"];
            foreach (var mode in (string[])["NetworkMode", "PidMode", "IpcMode"])
            {
                if (host?[mode]?.GetValue<string>() is { } text && text.StartsWith("container:", StringComparison.Ordinal) && Names(text["container:".Length..], id, name))
                    throw Refused(name, $"{NameOf(other)} shares its {mode[..^4].ToLowerInvariant()} namespace");
            }

            if (host?["VolumesFrom"] is JsonArray volumes && volumes.Any(entry => Names(entry!.GetValue<string>().Split(':')[0], id, name)))
                throw Refused(name, $"{NameOf(other)} shares its volumes");
        }
    }

    private static bool Names(string reference, string id, string name) => reference == name || reference == id || (reference.Length >= ShortId && id.StartsWith(reference, StringComparison.Ordinal));

    private static JsonArray WithVariables(JsonArray? environment, IReadOnlyDictionary<string, string> variables)
    {
        var entries = (environment ?? []).Select(entry => entry!.GetValue<string>()).ToList();
        foreach (var (name, value) in variables)
        {
            var at = entries.FindLastIndex(entry => entry.StartsWith(name + "=", StringComparison.Ordinal));
            if (at >= 0) entries[at] = $"{name}={value}";
            else entries.Add($"{name}={value}");
        }

        return new JsonArray([.. entries.Select(entry => (JsonNode)entry)]);
    }

    /// <summary>The host's part as it is, and the anonymous volumes by the names they have: mounted anew they would be empty.</summary>
    private static JsonObject HostConfiguration(JsonObject inspected)
    {
        var host = (JsonObject)inspected["HostConfig"]!.DeepClone();
        // A bind without a colon is an anonymous volume.
        var binds = (host["Binds"] as JsonArray ?? []).Select(bind => bind!.GetValue<string>()).Where(bind => bind.Contains(':', StringComparison.Ordinal)).ToList();
        var mounts = (host["Mounts"] as JsonArray ?? []).Select(mount => mount!.AsObject()).ToList();
        var mounted = binds.Select(bind => bind.Split(':')[1]).ToHashSet();
        var kept = new JsonArray([.. binds.Select(bind => (JsonNode)bind)]);
        foreach (var mount in (inspected["Mounts"] as JsonArray ?? []).Where(mount => mount!["Type"]?.GetValue<string>() == "volume"))
        {
            var destination = mount!["Destination"]!.GetValue<string>();
            if (mounted.Contains(destination)) continue;
            if (mounts.Find(entry => entry["Target"]?.GetValue<string>() == destination) is { } declared)
            {
                declared["Source"] ??= mount["Name"]!.GetValue<string>();
                continue;
            }

            kept.Add((JsonNode)$"{mount["Name"]!.GetValue<string>()}:{destination}{(mount["RW"]?.GetValue<bool>() == false ? ":ro" : "")}");
        }

        if (kept.Count > 0) host["Binds"] = kept;
        return host;
    }

    private static bool SharesNamespace(JsonObject inspected)
    {
        var host = inspected["HostConfig"];
        return host?["UTSMode"]?.GetValue<string>() == "host"
            || host?["NetworkMode"]?.GetValue<string>().StartsWith("container:", StringComparison.Ordinal) == true;
    }

    private static List<RecreationNetwork> Networks(JsonObject inspected, string id)
    {
        var mode = inspected["HostConfig"]?["NetworkMode"]?.GetValue<string>() ?? "default";
        if (mode is "none" or "host" || mode.StartsWith("container:", StringComparison.Ordinal)) return [];
        var networks = new List<RecreationNetwork>();
        foreach (var (name, settings) in inspected["NetworkSettings"]?["Networks"] as JsonObject ?? [])
        {
            var endpoint = new JsonObject();
            if (settings?["Aliases"] is JsonArray aliases)
            {
                var own = aliases.Select(alias => alias!.GetValue<string>()).Where(alias => !IsOwnId(alias, id)).Distinct().ToList();
                if (own.Count > 0) endpoint["Aliases"] = new JsonArray([.. own.Select(alias => (JsonNode)alias)]);
            }

            foreach (var part in (string[])["IPAMConfig", "Links", "DriverOpts"])
                if (settings?[part] is { } value) endpoint[part] = value.DeepClone();
            // The network of the mode comes first: older engines take only that one at creation.
            if (name == mode) networks.Insert(0, new RecreationNetwork(name, endpoint));
            else networks.Add(new RecreationNetwork(name, endpoint));
        }

        return networks;
    }

    private static bool IsOwnId(string? text, string id) => text is { Length: >= ShortId } && id.StartsWith(text, StringComparison.Ordinal);

    private static string NameOf(JsonObject container) => container["Name"]?.GetValue<string>().TrimStart('/') ?? "another container";

    private static DrException Refused(string name, string why) => new(ErrorTable.RecreationRefused, $"the container {name} cannot be replaced: {why}") { Subject = name };
}

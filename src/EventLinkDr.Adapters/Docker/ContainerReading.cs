using System.Globalization;
using System.Text.Json;
using EventLinkDr.Hosting;

namespace EventLinkDr.Adapters.Docker;

/// <summary>Reads the engine's descriptions of containers and images.</summary>
internal static class ContainerReading
{
    public static ContainerSummary Summary(JsonElement json) => new(json.Text("Id") ?? "", NameOf(json.Items("Names").Select(name => name.GetString())),
        json.Text("ImageID") ?? "", State(json.Text("State")), json.Map("Labels"));

    public static ContainerNetworkSummary Network(JsonElement json) => new(json.Text("Id") ?? "", json.Text("Name") ?? "",
        json.Member("IPAM").Items("Config").Select(config => config.Text("Gateway")).FirstOrDefault(gateway => gateway is not null), json.Map("Labels"));

    public static ContainerDetails Details(JsonElement json)
    {
        var state = json.Member("State");
        var config = json.Member("Config");
        var network = json.Member("NetworkSettings");
        return new ContainerDetails
        {
            Id = json.Text("Id") ?? "",
            Name = NameOf([json.Text("Name")]),
            ImageId = json.Text("Image") ?? "",
            State = State(state.Text("Status")),
            Health = Health(state.Member("Health").Text("Status")),
            ExitCode = state.Number("ExitCode"),
            StartedAt = Time(state.Text("StartedAt")),
            RestartCount = (int)json.Number("RestartCount"),
            Labels = config.Map("Labels"),
            Environment = Variables(config),
            Networks = [.. network.Members("Networks").Select(entry =>
                new ContainerNetwork(entry.Name, entry.Value.Text("IPAddress") ?? entry.Value.Text("GlobalIPv6Address"),
                    entry.Value.Text("Gateway") ?? entry.Value.Text("IPv6Gateway")))],
            Ports = [.. network.Members("Ports").SelectMany(Ports)],
            Raw = json,
        };
    }

    public static ContainerImage Image(JsonElement json) => new(json.Text("Id") ?? "", [.. json.Items("RepoTags").Select(tag => tag.GetString()!)],
        json.Member("Config").ValueKind == JsonValueKind.Object ? json.Member("Config").Map("Labels") : json.Map("Labels"));

    private static string NameOf(IEnumerable<string?> names) =>
        // Names of links have a slash in the middle.
        names.Select(name => name?.TrimStart('/') ?? "").OrderBy(name => name.Contains('/', StringComparison.Ordinal)).FirstOrDefault() ?? "";

    private static ContainerState State(string? text) => text switch
    {
        "created" => ContainerState.Created,
        "running" => ContainerState.Running,
        "paused" => ContainerState.Paused,
        "restarting" => ContainerState.Restarting,
        "removing" => ContainerState.Removing,
        "exited" => ContainerState.Exited,
        "dead" => ContainerState.Dead,
        _ => ContainerState.Unknown,
    };

    private static ContainerHealth Health(string? text) => text switch
    {
        "starting" => ContainerHealth.Starting,
        "healthy" => ContainerHealth.Healthy,
        "unhealthy" => ContainerHealth.Unhealthy,
        _ => ContainerHealth.None,
    };

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year > 1 ? time.ToUniversalTime() : null;

    private static Dictionary<string, string> Variables(JsonElement config)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in config.Items("Env"))
        {
            var text = entry.GetString() ?? "";
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) variables[text[..equals]] = text[(equals + 1)..];
        }

        return variables;
    }

    private static IEnumerable<ContainerPort> Ports(JsonProperty entry)
    {
        var parts = entry.Name.Split('/');
        if (parts is not [var inside, "tcp"] || entry.Value.ValueKind != JsonValueKind.Array) yield break;
        foreach (var binding in entry.Value.EnumerateArray())
        {
            if (int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                && int.TryParse(binding.Text("HostPort"), NumberStyles.None, CultureInfo.InvariantCulture, out var hostPort) && hostPort > 0)
            {
                yield return new ContainerPort(port, binding.Text("HostIp") ?? "0.0.0.0", hostPort);
            }
        }
    }
}

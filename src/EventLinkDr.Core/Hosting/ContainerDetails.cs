using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventLinkDr.Hosting;

/// <summary>What the engine knows of one container.</summary>
public sealed record ContainerDetails
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name, without the engine's leading slash.</summary>
    public required string Name { get; init; }

    /// <summary>Id of its image.</summary>
    public required string ImageId { get; init; }

    /// <summary>What it does now.</summary>
    public ContainerState State { get; init; }

    /// <summary>What its health check says.</summary>
    public ContainerHealth Health { get; init; }

    /// <summary>Exit code of its last run.</summary>
    public long ExitCode { get; init; }

    /// <summary>When its last run began; null when there was none.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How often its restart policy has started it.</summary>
    public int RestartCount { get; init; }

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Networks it is in.</summary>
    public IReadOnlyList<ContainerNetwork> Networks { get; init; } = [];

    /// <summary>TCP ports published now.</summary>
    public IReadOnlyList<ContainerPort> Ports { get; init; } = [];

    /// <summary>Its variables. Holds passwords: never shown, never serialized.</summary>
    [JsonIgnore]
    internal IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The engine's whole answer. Holds passwords: never shown, never serialized.</summary>
    [JsonIgnore]
    internal JsonElement Raw { get; init; }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}

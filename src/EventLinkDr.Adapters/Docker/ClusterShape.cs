namespace EventLinkDr.Adapters.Docker;

/// <summary>How a throwaway server's container fits into what is round it.</summary>
/// <param name="Name">Name of the container.</param>
/// <param name="Labels">Its labels.</param>
internal sealed record ClusterShape(string Name, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>The superuser.</summary>
    public string Username { get; init; } = "eventlink";

    /// <summary>The database that the image creates.</summary>
    public string FirstDatabase { get; init; } = "eventlink";

    /// <summary>The only network it is in; null for the engine's default one.</summary>
    public string? Network { get; init; }

    /// <summary>Whether its port is published, on an ephemeral port of the loopback interface.</summary>
    public bool Published { get; init; } = true;
}

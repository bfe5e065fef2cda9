namespace EventLinkDr.Hosting;

/// <summary>A network as a list shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Gateway">Its gateway, an address of the engine's host; null where there is none.</param>
/// <param name="Labels">Its labels.</param>
public sealed record ContainerNetworkSummary(string Id, string Name, string? Gateway, IReadOnlyDictionary<string, string> Labels);

namespace EventLinkDr.Hosting;

/// <summary>A network a container is in.</summary>
/// <param name="Name">Name of the network.</param>
/// <param name="Address">The container's address in it; null while it does not run.</param>
/// <param name="Gateway">The network's gateway, an address of the engine's host; null where there is none.</param>
public sealed record ContainerNetwork(string Name, string? Address, string? Gateway);

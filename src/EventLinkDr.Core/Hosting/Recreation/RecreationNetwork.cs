using System.Text.Json.Nodes;

namespace EventLinkDr.Hosting.Recreation;

/// <summary>A network of a container and how it stands in it.</summary>
/// <param name="Name">Name of the network.</param>
/// <param name="Endpoint">Aliases, fixed addresses, links, driver options.</param>
internal sealed record RecreationNetwork(string Name, JsonObject Endpoint);

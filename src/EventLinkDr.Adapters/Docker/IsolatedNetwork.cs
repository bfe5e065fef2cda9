using System.Text.Json.Nodes;
using EventLinkDr.Hosting;

namespace EventLinkDr.Adapters.Docker;

/// <summary>
/// A network that leads nowhere: what is started in it can neither reach a deployment nor send a mail. Where the engine's host is another machine
/// (Docker Desktop's too) nothing in such a network could be reached from here, so there it is one without a way back from outside.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Publishes">Whether what is in it is reached by published ports only.</param>
internal sealed record IsolatedNetwork(string Name, bool Publishes)
{
    public static async Task<IsolatedNetwork> CreateAsync(IContainerHost host, string name, IReadOnlyDictionary<string, string> labels)
    {
        // Not cancelled: the engine would go on making it, and there would be nothing to remove yet.
        var id = await host.CreateNetworkAsync(name, Configuration(labels, isInternal: true), CancellationToken.None).ConfigureAwait(false);
        var made = (await host.ListNetworksAsync([.. labels.Select(label => $"{label.Key}={label.Value}")], CancellationToken.None).ConfigureAwait(false)).FirstOrDefault(network => network.Id == id);
        if (ContainerRoute.IsLocalBridge(made?.Gateway)) return new IsolatedNetwork(name, Publishes: false);
        await host.RemoveNetworkAsync(id, CancellationToken.None).ConfigureAwait(false);
        await host.CreateNetworkAsync(name, Configuration(labels, isInternal: false), CancellationToken.None).ConfigureAwait(false);
        return new IsolatedNetwork(name, Publishes: true);
    }

    private static JsonObject Configuration(IReadOnlyDictionary<string, string> labels, bool isInternal) => new()
    {
        ["Driver"] = "bridge",
        ["Internal"] = isInternal,
        ["Options"] = isInternal ? [] : new JsonObject { ["com.docker.network.bridge.enable_ip_masquerade"] = "false" },
        ["Labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))),
    };
}

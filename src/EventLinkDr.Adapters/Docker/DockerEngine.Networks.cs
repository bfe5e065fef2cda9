using System.Net;
using System.Text.Json.Nodes;
using EventLinkDr.Hosting;

namespace EventLinkDr.Adapters.Docker;

/// <summary>Networks.</summary>
internal sealed partial class DockerEngine
{
    public async Task<IReadOnlyList<ContainerNetworkSummary>> ListNetworksAsync(IReadOnlyCollection<string> labels, CancellationToken cancellationToken)
    {
        var list = await _http.GetJsonAsync("/networks?filters=" + LabelFilter(labels), null, cancellationToken).ConfigureAwait(false);
        return [.. list.EnumerateArray().Select(ContainerReading.Network)];
    }

    public async Task<string> CreateNetworkAsync(string name, JsonObject configuration, CancellationToken cancellationToken)
    {
        var body = (JsonObject)configuration.DeepClone();
        body["Name"] = name;
        // Two networks may have one name, and then nobody can tell which is meant.
        body["CheckDuplicate"] = true;
        return (await _http.PostJsonAsync("/networks/create", body, null, cancellationToken).ConfigureAwait(false)).Text("Id")!;
    }

    public async Task RemoveNetworkAsync(string network, CancellationToken cancellationToken)
    {
        try
        {
            await _http.CallAsync(HttpMethod.Delete, "/networks/" + Uri.EscapeDataString(network), null, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException error) when (error.Status == HttpStatusCode.NotFound)
        {
            // Gone, which is what was asked for.
        }
    }
}

using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using EventLinkDr.Hosting;

namespace EventLinkDr.Adapters.Docker;

/// <summary>A Docker engine, by its HTTP API.</summary>
internal sealed partial class DockerEngine(EngineAddress address) : IContainerHost
{
    private readonly EngineHttp _http = new(address);

    public EngineAddress Address => address;

    public string Description => address.ToString();

    public string PortHost => address.Transport == EngineTransport.Tcp ? address.Path : "127.0.0.1";

    /// <summary>Calls that the port does not have.</summary>
    internal EngineHttp Http => _http;

    /// <summary>The engine that the environment names, or the one in its usual place.</summary>
    public static DockerEngine FromEnvironment() => new(EngineAddress.FromEnvironment());

    public async Task<ContainerEngine> GetEngineAsync(CancellationToken cancellationToken)
    {
        var version = await _http.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        var info = await _http.GetJsonAsync("/info", null, cancellationToken).ConfigureAwait(false);
        return new ContainerEngine(info.Text("ID") ?? "", version.Engine, version.Api, info.Text("OperatingSystem") ?? "");
    }

    public async Task<IReadOnlyList<ContainerSummary>> ListAsync(IReadOnlyCollection<string> labels, CancellationToken cancellationToken)
    {
        var list = await _http.GetJsonAsync("/containers/json?all=1&filters=" + LabelFilter(labels), null, cancellationToken).ConfigureAwait(false);
        return [.. list.EnumerateArray().Select(ContainerReading.Summary)];
    }

    public async Task<ContainerDetails> InspectAsync(string container, CancellationToken cancellationToken) =>
        ContainerReading.Details(await _http.GetJsonAsync(PathOf(container, "/json"), container, cancellationToken).ConfigureAwait(false));

    public async Task<string> CreateAsync(string? name, JsonObject configuration, CancellationToken cancellationToken)
    {
        var path = "/containers/create" + (name is null ? "" : "?name=" + Uri.EscapeDataString(name));
        return (await _http.PostJsonAsync(path, configuration, null, cancellationToken).ConfigureAwait(false)).Text("Id")!;
    }

    public Task ConnectNetworkAsync(string container, string network, JsonObject endpoint, CancellationToken cancellationToken) =>
        _http.CallAsync($"/networks/{Uri.EscapeDataString(network)}/connect",
            new JsonObject { ["Container"] = container, ["EndpointConfig"] = endpoint.DeepClone() }, container, cancellationToken);

    public Task RenameAsync(string container, string name, CancellationToken cancellationToken) =>
        _http.CallAsync(HttpMethod.Post, PathOf(container, "/rename?name=") + Uri.EscapeDataString(name), container, cancellationToken);

    public Task StartAsync(string container, CancellationToken cancellationToken) =>
        _http.CallAsync(HttpMethod.Post, PathOf(container, "/start"), container, cancellationToken);

    public Task StopAsync(string container, TimeSpan? grace, CancellationToken cancellationToken)
    {
        var query = grace is { } time ? string.Create(CultureInfo.InvariantCulture, $"?t={(long)Math.Ceiling(time.TotalSeconds)}") : "";
        return _http.CallAsync(HttpMethod.Post, PathOf(container, "/stop") + query, container, cancellationToken);
    }

    public async Task RemoveAsync(string container, bool force, bool withVolumes, CancellationToken cancellationToken)
    {
        try
        {
            var query = $"?force={(force ? 1 : 0)}&v={(withVolumes ? 1 : 0)}";
            await _http.CallAsync(HttpMethod.Delete, PathOf(container, query), container, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException error) when (error.Status == HttpStatusCode.NotFound)
        {
            // Gone, which is what was asked for.
        }
        catch (EngineException error) when (error.Status == HttpStatusCode.Conflict
            && error.Message.Contains("already in progress", StringComparison.Ordinal))
        {
            await WaitUntilRemovedAsync(container, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<long> WaitAsync(string container, CancellationToken cancellationToken)
    {
        var result = await _http.PostJsonAsync(PathOf(container, "/wait?condition=not-running"), [], container, cancellationToken).ConfigureAwait(false);
        return result.Number("StatusCode");
    }

    public async Task<IContainerExec> ExecAsync(string container, ContainerCommand command, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["AttachStdin"] = command.AttachInput,
            ["AttachStdout"] = true,
            ["AttachStderr"] = true,
            ["Cmd"] = new JsonArray([.. command.Arguments.Select(argument => (JsonNode)argument)]),
            ["Env"] = new JsonArray([.. command.Environment.Select(pair => (JsonNode)$"{pair.Key}={pair.Value}")]),
        };
        if (command.User is not null) body["User"] = command.User;
        var created = await _http.PostJsonAsync(PathOf(container, "/exec"), body, container, cancellationToken).ConfigureAwait(false);
        var id = created.Text("Id")!;
        var connection = await _http.UpgradeAsync($"/exec/{id}/start", new JsonObject { ["Detach"] = false, ["Tty"] = false }, cancellationToken).ConfigureAwait(false);
        return new EngineExec(_http, id, connection, command.AttachInput);
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string PathOf(string container, string rest) => "/containers/" + Uri.EscapeDataString(container) + rest;

    private static string LabelFilter(IReadOnlyCollection<string> labels) => Uri.EscapeDataString(
        new JsonObject { ["label"] = new JsonArray([.. labels.Select(label => (JsonNode)label)]) }.ToJsonString());

    private async Task WaitUntilRemovedAsync(string container, CancellationToken cancellationToken)
    {
        try
        {
            await _http.PostJsonAsync(PathOf(container, "/wait?condition=removed"), [], container, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException error) when (error.Status == HttpStatusCode.NotFound)
        {
            // Gone meanwhile.
        }
    }
}

using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Adapters.Docker;

/// <summary>HTTP with an engine: versioned paths, JSON, errors of the error table, upgraded connections.</summary>
internal sealed class EngineHttp : IDisposable
{
    /// <summary>The newest API this client was written for.</summary>
    private static readonly Version Newest = new(1, 47);

    /// <summary>The oldest API it can do with.</summary>
    private static readonly Version Oldest = new(1, 41);

    private readonly EngineAddress _address;
    private readonly HttpMessageInvoker _pooled;
    private EngineVersion? _version;

    public EngineHttp(EngineAddress address)
    {
        _address = address;
        _pooled = new HttpMessageInvoker(Handler(async token => (await EngineConnector.ConnectAsync(address, token).ConfigureAwait(false)).Stream));
    }

    /// <summary>Version of the engine and of the API spoken with it; asked for once.</summary>
    public async Task<EngineVersion> GetVersionAsync(CancellationToken cancellationToken)
    {
        if (_version is { } known) return known;
        using var response = await ExchangeAsync(_pooled, Request(HttpMethod.Get, "/version", null), null, cancellationToken).ConfigureAwait(false);
        var answer = await ReadJsonAsync(response, cancellationToken).ConfigureAwait(false);
        return _version = Negotiate(answer.Text("ApiVersion"), answer.Text("MinAPIVersion"), answer.Text("Version"));
    }

    /// <summary>The API version to speak with a server.</summary>
    /// <exception cref="DrException"><c>EngineError</c>: there is none.</exception>
    public EngineVersion Negotiate(string? newest, string? oldest, string? engine)
    {
        if (!Version.TryParse(newest, out var theirs)) throw new DrException(ErrorTable.EngineError, $"what answers at {_address} is no Docker engine");
        var minimum = Version.TryParse(oldest, out var parsed) ? parsed : theirs;
        if (theirs < Oldest || minimum > Newest)
        {
            throw new DrException(ErrorTable.EngineError, $"the engine at {_address} speaks no API version that is known here")
            {
                Expected = $"{Oldest} to {Newest}", Found = $"{minimum} to {theirs}",
                Remedy = theirs < Oldest ? "Update the Docker engine to 20.10 or later." : "Update this software.",
            };
        }

        return new EngineVersion(theirs < Newest ? theirs : Newest, engine ?? "");
    }

    /// <summary>Sends a request; the answer's head has been read and says success, its body has not been read.</summary>
    /// <param name="method">Method.</param>
    /// <param name="path">Path without the version, escaped.</param>
    /// <param name="content">Body.</param>
    /// <param name="container">The container it is about; a 404 then means that it does not exist.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, string? container, CancellationToken cancellationToken)
    {
        var request = Request(method, await VersionedAsync(path, cancellationToken).ConfigureAwait(false), content);
        return await ExchangeAsync(_pooled, request, container, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A call whose answer is JSON.</summary>
    public async Task<JsonElement> GetJsonAsync(string path, string? container, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, container, cancellationToken).ConfigureAwait(false);
        return await ReadJsonAsync(response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A call with a JSON body and a JSON answer.</summary>
    public async Task<JsonElement> PostJsonAsync(string path, JsonObject body, string? container, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, path, Json(body), container, cancellationToken).ConfigureAwait(false);
        return await ReadJsonAsync(response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A call whose answer holds nothing of interest.</summary>
    public async Task CallAsync(HttpMethod method, string path, string? container, CancellationToken cancellationToken) =>
        (await SendAsync(method, path, null, container, cancellationToken).ConfigureAwait(false)).Dispose();

    /// <summary>A call with a JSON body, whose answer is empty or holds nothing of interest.</summary>
    public async Task CallAsync(string path, JsonObject body, string? container, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Post, path, Json(body), container, cancellationToken).ConfigureAwait(false)).Dispose();

    /// <summary>A call that turns its connection into a raw one.</summary>
    public async Task<EngineUpgrade> UpgradeAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Post, await VersionedAsync(path, cancellationToken).ConfigureAwait(false), Json(body));
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.ParseAdd("tcp");
        EngineConnection? connection = null;
        // A handler of its own, so that the one connection it opens is surely the one that is upgraded.
        var invoker = new HttpMessageInvoker(Handler(async token => (connection = await EngineConnector.ConnectAsync(_address, token).ConfigureAwait(false)).Stream));
        try
        {
            var response = await ExchangeAsync(invoker, request, null, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
                throw new DrException(ErrorTable.EngineError, $"the engine at {_address} does not attach streams: it answered {(int)response.StatusCode}");
            return new EngineUpgrade(invoker, await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), connection!);
        }
        catch
        {
            invoker.Dispose();
            if (connection is not null) await connection.Stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A failure of a connection to the engine, as the error table knows it.</summary>
    public DrException Unreachable(Exception error)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
            if (inner is DrException known) return known;
        return new DrException(ErrorTable.EngineUnreachable, $"no connection to the Docker engine at {_address}, or it was lost: {error.GetBaseException().Message}", error);
    }

    public void Dispose() => _pooled.Dispose();

    /// <summary>A body with a known length: some proxies do not pass chunks on before an upgrade.</summary>
    private static ByteArrayContent Json(JsonObject body)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.ContentType = new("application/json");
        return content;
    }

    private static SocketsHttpHandler Handler(Func<CancellationToken, ValueTask<Stream>> connect) => new()
    {
        ConnectCallback = (_, token) => connect(token),
        // HTTP_PROXY and its kind are not about engines.
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        // Long enough for an engine to refuse before a large body is on its way.
        Expect100ContinueTimeout = TimeSpan.FromSeconds(5),
    };

    private static HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content)
    {
        // The host is of no interest to the engine; TLS, where there is any, lies below.
        var request = new HttpRequestMessage(method, "http://docker" + path) { Content = content };
        if (content is StreamContent) request.Headers.ExpectContinue = true;
        return request;
    }

    private async Task<string> VersionedAsync(string path, CancellationToken cancellationToken) =>
        "/v" + (await GetVersionAsync(cancellationToken).ConfigureAwait(false)).Api + path;

    private async Task<HttpResponseMessage> ExchangeAsync(HttpMessageInvoker invoker, HttpRequestMessage request, string? container, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        using (request)
        {
            try
            {
                response = await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                throw Unreachable(error);
            }
        }

        if ((int)response.StatusCode < 400) return response;
        using (response)
        {
            var message = await ReadMessageAsync(response, cancellationToken).ConfigureAwait(false);
            throw response.StatusCode == HttpStatusCode.NotFound && container is not null
                ? new EngineException(ErrorTable.ContainerNotFound, response.StatusCode, $"container {container} does not exist") { Subject = container }
                : new EngineException(ErrorTable.EngineError, response.StatusCode, $"the engine answered {(int)response.StatusCode}: {message}") { Subject = container };
        }
    }

    private static async Task<string> ReadMessageAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
            return document.RootElement.Text("message") ?? "";
        }
        catch (Exception error) when (error is JsonException or HttpRequestException or IOException)
        {
            return response.ReasonPhrase ?? "";
        }
    }

    private async Task<JsonElement> ReadJsonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            using var document = await JsonDocument.ParseAsync(stream, default, cancellationToken).ConfigureAwait(false);
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new DrException(ErrorTable.EngineError, $"what answers at {_address} is no Docker engine", error);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw Unreachable(error);
        }
    }
}

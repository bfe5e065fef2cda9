using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Hosting.Api;

/// <summary>
/// The calls of the EventLink API that checks and probes need. Waits out rate limits (429) and repeats a call that found no server or a
/// server error: after its connections were cut, the backend's next request fails once.
/// </summary>
internal sealed class EventLinkApi : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;
    private readonly int _retries;
    private readonly TimeProvider _clock;

    /// <param name="root">Root of the API: <c>http://127.0.0.1:8000/</c>.</param>
    /// <param name="timeout">How long one request may take.</param>
    /// <param name="retries">How often a failed request is repeated.</param>
    /// <param name="clock">Clock for pauses.</param>
    /// <param name="handler">Transport; null for the real one.</param>
    public EventLinkApi(Uri root, TimeSpan timeout, int retries, TimeProvider clock, HttpMessageHandler? handler = null)
    {
        Root = root.AbsoluteUri.EndsWith('/') ? root : new Uri(root.AbsoluteUri + "/");
        _retries = retries;
        _clock = clock;
        _http = new HttpClient(handler ?? new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(1) })
        {
            // Without its slash the last part of a path would be replaced.
            BaseAddress = Root,
            Timeout = timeout,
        };
    }

    /// <summary>Root of the API.</summary>
    public Uri Root { get; }

    public Task<ApiAnswer> HealthAsync(CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, "api/health", null, null, cancellationToken);

    public Task<ApiAnswer> LoginAsync(string email, string password, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, "login", null, new { email, password }, cancellationToken);

    public Task<ApiAnswer> EventsAsync(int page, int size, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"api/events?page={page}&page_size={size}", null, null, cancellationToken);

    public Task<ApiAnswer> EventAsync(long id, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, $"api/events/{id}", null, null, cancellationToken);

    /// <summary>Registers; for event 0 it writes nothing and tells whether the maintenance flag is in force: 503 under it, 404 without.</summary>
    public Task<ApiAnswer> RegisterAsync(long eventId, string token, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"api/events/{eventId}/register", token, null, cancellationToken);

    public Task<ApiAnswer> UnregisterAsync(long eventId, string token, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, $"api/events/{eventId}/register", token, null, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? token, object? body, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var request = new HttpRequestMessage(method, path);
                if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                if (body is not null) request.Content = JsonContent.Create(body);
                using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
                if (attempt >= _retries || !IsPassing(response.StatusCode)) return await ReadAsync(response, cancellationToken).ConfigureAwait(false);
                await PauseAsync(attempt, response.Headers.RetryAfter, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (IsTransport(error, cancellationToken))
            {
                if (attempt >= _retries)
                    throw new DrException(ErrorTable.ApiUnreachable, $"{method} {new Uri(Root, path)} got no answer{Why(error)}", error) { Subject = Root };
                await PauseAsync(attempt, null, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>503 is an answer: the maintenance flag gives it.</summary>
    private static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;

    private static bool IsTransport(Exception error, CancellationToken cancellationToken) =>
        error is HttpRequestException or IOException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested);

    private string Why(Exception error) =>
        error is TaskCanceledException ? $" within {Readable.Duration(_http.Timeout)}" : $": {error.GetBaseException().Message.TrimEnd('.')}";

    private async Task PauseAsync(int attempt, RetryConditionHeaderValue? wish, CancellationToken cancellationToken)
    {
        var pause = wish?.Delta ?? TimeSpan.FromMilliseconds(250 * Math.Pow(2, attempt));
        await Task.Delay(pause < LongestPause ? pause : LongestPause, _clock, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ApiAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new ApiAnswer(response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone());
        }
        catch (JsonException)
        {
            // A proxy's page of HTML: the status says enough.
            return new ApiAnswer(response.StatusCode, default);
        }
    }
}

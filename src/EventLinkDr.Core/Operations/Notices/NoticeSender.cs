using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Notices;

/// <summary>Posts notices; tries again what may pass. A notice that cannot be delivered is a warning: it changes nothing about what it tells of.</summary>
/// <param name="clock">Clock of the pauses; null for the system's.</param>
/// <param name="handler">Transport; null for the real one.</param>
public sealed class NoticeSender(TimeProvider? clock = null, HttpMessageHandler? handler = null)
{
    private const int Attempts = 5;

    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private static readonly JsonSerializerOptions Json = ResultJson.Options();

    /// <summary>Sends one.</summary>
    /// <returns>Whether it was taken.</returns>
    public async Task<bool> SendAsync(NoticeAddress address, Notice notice, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(observer);
        var body = JsonSerializer.SerializeToUtf8Bytes(notice, Json);
        // A redirect would hand the notice to somebody who was not named.
        using var http = new HttpClient(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false }, disposeHandler: handler is null) { Timeout = Timeout.InfiniteTimeSpan };
        for (var attempt = 1; ; attempt++)
        {
            var (taken, problem, pause) = await TryAsync(http, address, body, cancellationToken).ConfigureAwait(false);
            if (taken)
            {
                observer.Decision($"told {address} that {notice.Operation} {notice.Outcome.ToString().ToLowerInvariant()}");
                return true;
            }

            if (pause is not { } least || attempt == Attempts)
            {
                observer.Warning(string.Create(CultureInfo.InvariantCulture, $"{address} did not take the notice: {problem} ({attempt} tries)"));
                return false;
            }

            var own = TimeSpan.FromSeconds(Math.Pow(2, attempt - 1));
            await Task.Delay(least > own ? least : own, clock ?? TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>A pause where another try makes sense.</returns>
    private static async Task<(bool Taken, string Problem, TimeSpan? Pause)> TryAsync(HttpClient http, NoticeAddress address, byte[] body, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(RequestLimit);
        try
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
            using var response = await http.PostAsync(address.Uri, content, limit.Token).ConfigureAwait(false);
            var status = (int)response.StatusCode;
            var passing = status >= 500 || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
            return (response.IsSuccessStatusCode, string.Create(CultureInfo.InvariantCulture, $"it answered {status}"), passing ? PauseOf(response.Headers.RetryAfter) : null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (false, "it did not answer in time", TimeSpan.Zero);
        }
        catch (HttpRequestException error)
        {
            return (false, error.HttpRequestError == HttpRequestError.Unknown ? "no connection" : error.HttpRequestError.ToString(), TimeSpan.Zero);
        }
    }

    /// <summary>What the service asks for; null when it wants to be left alone for longer than anybody waits.</summary>
    private static TimeSpan? PauseOf(RetryConditionHeaderValue? asked)
    {
        var pause = asked?.Delta ?? (asked?.Date is { } date ? date - DateTimeOffset.UtcNow : TimeSpan.Zero);
        return pause <= LongestPause ? pause : null;
    }
}

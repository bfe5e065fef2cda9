using System.Net;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting.Api;

namespace EventLinkDr.Operations.Maintenance;

/// <summary>
/// Finds out what the API does: <c>POST /api/events/0/register</c> with a student's token gives 503 under the flag and 404 without, and writes
/// nothing. Without a token it is 401 either way, so the student logs in first, before a fence keeps it from that.
/// </summary>
internal sealed class MaintenanceProbe : IDisposable
{
    private readonly EventLinkApi _api;
    private readonly string _token;

    private MaintenanceProbe(EventLinkApi api, string token)
    {
        _api = api;
        _token = token;
    }

    /// <exception cref="DrException"><c>ProbeRefused</c>, <c>ApiUnreachable</c>.</exception>
    public static async Task<MaintenanceProbe> LogInAsync(Uri root, string email, string password, CancellationToken cancellationToken)
    {
        var api = new EventLinkApi(root, TimeSpan.FromSeconds(10), retries: 5, TimeProvider.System);
        try
        {
            var answer = await api.LoginAsync(email, password, cancellationToken).ConfigureAwait(false);
            if (answer.Status == HttpStatusCode.OK && answer.Body.TryGetProperty("access_token", out var token) && token.GetString() is { } text)
                return new MaintenanceProbe(api, text);
            var limited = answer.Status == HttpStatusCode.TooManyRequests;
            throw new DrException(ErrorTable.ProbeRefused, $"the API at {root} does not let the probe student in")
            {
                Expected = "200",
                Found = ((int)answer.Status).ToString(System.Globalization.CultureInfo.InvariantCulture),
                Remedy = limited ? "The API counts too many logins of the probe student: wait a minute." : ErrorTable.ProbeRefused.Remedy,
            };
        }
        catch
        {
            api.Dispose();
            throw;
        }
    }

    /// <returns>Whether registrations are off; null when the answer is another one.</returns>
    public async Task<bool?> AskAsync(CancellationToken cancellationToken)
    {
        var answer = await _api.RegisterAsync(0, _token, cancellationToken).ConfigureAwait(false);
        return answer.Status switch
        {
            HttpStatusCode.ServiceUnavailable => true,
            HttpStatusCode.NotFound => false,
            _ => null,
        };
    }

    public void Dispose() => _api.Dispose();
}

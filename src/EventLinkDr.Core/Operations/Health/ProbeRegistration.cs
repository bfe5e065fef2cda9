using System.Globalization;
using System.Net;
using System.Text.Json;
using EventLinkDr.Hosting.Api;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Health;

/// <summary>Registers the probe student for an event with free seats and unregisters it again.</summary>
internal sealed class ProbeRegistration(EventLinkApi api, ProbeTraces traces)
{
    private const string Name = "Registration";
    private const int Pages = 10, PageSize = 50;

    public async Task<HealthCheckResult> RunAsync(string token, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.UtcNow;
        string? lastRefusal = null;
        for (var page = 1; page <= Pages; page++)
        {
            var list = await api.EventsAsync(page, PageSize, cancellationToken).ConfigureAwait(false);
            if (list.Status != HttpStatusCode.OK || !list.Body.TryGetProperty("items", out var items) || items.GetArrayLength() == 0) break;
            foreach (var item in items.EnumerateArray().Where(item => IsOpen(item, now)))
            {
                var id = item.GetProperty("id").GetInt64();
                await traces.RememberRegistrationAsync(id, cancellationToken).ConfigureAwait(false);
                var answer = await api.RegisterAsync(id, token, cancellationToken).ConfigureAwait(false);
                if (answer.Status == HttpStatusCode.Created) return await TakeBackAsync(id, token, cancellationToken).ConfigureAwait(false);
                if (answer.Status == HttpStatusCode.ServiceUnavailable)
                    return Verdict.Fail(Name, "registrations answer 503: maintenance is on", "Set-EventLinkMaintenance -Disabled.");
                // Full, started or registered already: the next event may be better.
                lastRefusal = string.Create(CultureInfo.InvariantCulture, $"event {id} answers {(int)answer.Status}");
                if (answer.Status == HttpStatusCode.TooManyRequests) return Verdict.Fail(Name, lastRefusal, "The API is asked too often: wait a minute, or look at its limits.");
                if (answer.Status is not (HttpStatusCode.BadRequest or HttpStatusCode.Conflict)) return Verdict.Fail(Name, lastRefusal, "Read the backend's log.");
            }
        }

        return Verdict.Warn(Name, $"no event took the probe student's registration{(lastRefusal is null ? "" : $" ({lastRefusal})")}", "Keep a published event with free seats for the probe.");
    }

    private async Task<HealthCheckResult> TakeBackAsync(long id, string token, CancellationToken cancellationToken)
    {
        var answer = await api.UnregisterAsync(id, token, cancellationToken).ConfigureAwait(false);
        return answer.Status == HttpStatusCode.NoContent
            ? Verdict.Pass(Name, string.Create(CultureInfo.InvariantCulture, $"the probe student registered for event {id} and unregistered"))
            : Verdict.Fail(Name, string.Create(CultureInfo.InvariantCulture, $"the registration for event {id} could not be taken back: {(int)answer.Status}"),
                "Remove the probe student's registration by hand.");
    }

    private static bool IsOpen(JsonElement item, DateTimeOffset now) =>
        item.TryGetProperty("start_time", out var start) && start.ValueKind == JsonValueKind.String
        && DateTimeOffset.TryParse(start.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time > now
        && (!item.TryGetProperty("available_seats", out var seats) || seats.ValueKind != JsonValueKind.Number || seats.GetInt64() > 0);
}

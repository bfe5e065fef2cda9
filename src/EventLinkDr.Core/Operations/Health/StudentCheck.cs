using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using EventLinkDr.Hosting;
using EventLinkDr.Hosting.Api;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Health;

/// <summary>Does what a student does: logs in, lists events, opens one, and with <c>-TestRegistration</c> registers and takes it back.</summary>
internal sealed class StudentCheck(IDeployment deployment, EventLinkApi? api, HealthOptions options) : IHealthCheck
{
    private const string Login = "Login", List = "EventList", Details = "EventDetails", Registration = "Registration";

    /// <summary>What is tried at the moment.</summary>
    public string Name { get; private set; } = Login;

    public static IEnumerable<HealthCheckResult> Skipped(string why) => ((string[])[Login, List, Details, Registration]).Select(name => Verdict.Skip(name, why));

    public async IAsyncEnumerable<HealthCheckResult> LookAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (api is null)
        {
            foreach (var result in Skipped("no address of the API is known")) yield return result;
            yield break;
        }

        var probe = new ProbeTraces(deployment, options);
        await probe.RememberAsync(cancellationToken).ConfigureAwait(false);
        var wiped = false;
        string? token = null;
        try
        {
            (var login, token) = await LoginAsync(api, cancellationToken).ConfigureAwait(false);
            yield return login;
            await foreach (var result in LookAroundAsync(api, cancellationToken).ConfigureAwait(false)) yield return result;
            Name = Registration;
            if (!options.TestRegistration) yield return Verdict.Skip(Registration, "only with -TestRegistration");
            else if (login.Status == HealthStatus.Warn) yield return Verdict.Fail(Registration, $"a registration needs the probe student's login, and {login.Detail}", login.Remedy ?? "Wait a minute.");
            else if (token is null) yield return Verdict.Fail(Registration, "a registration needs the probe student's login", "Give -ProbeCredential of a student.");
            else yield return await new ProbeRegistration(api, probe).RunAsync(token, cancellationToken).ConfigureAwait(false);

            wiped = true;
            if (token is not null && await probe.WipeAsync(cancellationToken).ConfigureAwait(false) is { } stays)
                yield return Verdict.Warn("ProbeTraces", stays, "Remove it by hand if it disturbs.");
        }
        finally
        {
            // Stopped or failed in the middle: what was touched is put back all the same.
            if (!wiped && token is not null) await probe.WipeAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>What nobody needs a login for.</summary>
    private async IAsyncEnumerable<HealthCheckResult> LookAroundAsync(EventLinkApi client, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Name = List;
        var events = await client.EventsAsync(1, 20, cancellationToken).ConfigureAwait(false);
        var items = Items(events);
        yield return events.Status != HttpStatusCode.OK ? Verdict.Fail(List, $"the list of events answers {(int)events.Status}", "Read the backend's log.")
            : items.Count == 0 ? Verdict.Warn(List, "the list of events is empty", "Compare with a backup: -Backup.")
            : Verdict.Pass(List, string.Create(CultureInfo.InvariantCulture, $"{Total(events, items)} events are listed"));
        if (items.Count == 0)
        {
            yield return Verdict.Skip(Details, "there is no event to open");
            yield break;
        }

        Name = Details;
        var id = items[0].GetProperty("id").GetInt64();
        var one = await client.EventAsync(id, cancellationToken).ConfigureAwait(false);
        yield return one.Status == HttpStatusCode.OK
            ? Verdict.Pass(Details, string.Create(CultureInfo.InvariantCulture, $"event {id} opens"))
            : Verdict.Fail(Details, string.Create(CultureInfo.InvariantCulture, $"event {id} answers {(int)one.Status}"), "Read the backend's log.");
    }

    private async Task<(HealthCheckResult Result, string? Token)> LoginAsync(EventLinkApi client, CancellationToken cancellationToken)
    {
        if (options.ProbeEmail is null || options.ProbePassword is null) return (Verdict.Skip(Login, "no probe credential was given"), null);
        if (options.ExpectWriteFence) return (Verdict.Skip(Login, "a login writes, and the write fence is up"), null);
        var answer = await client.LoginAsync(options.ProbeEmail, options.ProbePassword, cancellationToken).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.OK && answer.Body.TryGetProperty("access_token", out var token) && token.GetString() is { } text)
            return (Verdict.Pass(Login, "the probe student can log in"), text);
        return (answer.Status switch
        {
            HttpStatusCode.Unauthorized => Verdict.Fail(Login, "the API does not accept the probe student's password", "Check -ProbeCredential; does the account exist in this database?"),
            HttpStatusCode.Forbidden => Verdict.Fail(Login, "the probe student's account is disabled", "Enable it, or use another."),
            HttpStatusCode.TooManyRequests => Verdict.Warn(Login, "the API counts too many logins of the probe student", "Wait a minute."),
            _ => Verdict.Fail(Login, $"the login answers {(int)answer.Status}", "Read the backend's log."),
        }, null);
    }

    private static List<JsonElement> Items(ApiAnswer answer) =>
        answer.Body.ValueKind == JsonValueKind.Object && answer.Body.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array
            ? [.. items.EnumerateArray()] : [];

    private static long Total(ApiAnswer answer, List<JsonElement> items) => answer.Body.TryGetProperty("total", out var total) ? total.GetInt64() : items.Count;
}

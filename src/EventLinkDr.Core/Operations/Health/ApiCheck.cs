using System.Net;
using System.Runtime.CompilerServices;
using EventLinkDr.Hosting.Api;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Health;

/// <summary>Asks <c>/api/health</c>. It runs <c>SELECT 1</c>, so it is green on an empty database: one check among others.</summary>
internal sealed class ApiCheck(EventLinkApi? api) : IHealthCheck
{
    /// <summary>Failed when there is no answer, or a bad one.</summary>
    public const string Reachable = "Api";

    public string Name => Reachable;

    public async IAsyncEnumerable<HealthCheckResult> LookAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (api is null)
        {
            yield return Verdict.Skip(Name, "no address of the API is known");
            yield break;
        }

        var answer = await api.HealthAsync(cancellationToken).ConfigureAwait(false);
        // After its connections were cut, as a restore does, the backend's next request fails once.
        if (answer.Status == HttpStatusCode.ServiceUnavailable) answer = await api.HealthAsync(cancellationToken).ConfigureAwait(false);
        yield return answer.Status == HttpStatusCode.OK
            ? Verdict.Pass(Name, $"{api.Root}api/health answers 200")
            : Verdict.Fail(Name, $"{api.Root}api/health answers {(int)answer.Status}", "Read the backend's log; 503 means that it does not reach the database.");
    }
}

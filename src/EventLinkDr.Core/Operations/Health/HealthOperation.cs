using System.Diagnostics;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Hosting.Api;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Health;

/// <summary>Looks at a deployment from the database up to what a student sees.</summary>
public sealed class HealthOperation(IDeployment deployment)
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(2);

    /// <summary>Runs the checks; a check that fails does not keep the others from running.</summary>
    public async Task<HealthReport> RunAsync(HealthOptions options, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(observer);
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var report = await LookAsync(options, observer, cancellationToken).ConfigureAwait(false);
            if (report.Healthy || options.Wait is null || clock.Elapsed >= options.Wait) return report;
            observer.Decision($"not healthy yet: {string.Join(", ", report.Checks.Where(check => check.Status == HealthStatus.Fail).Select(check => check.Name))}");
            await Task.Delay(PollEvery, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<HealthReport> LookAsync(HealthOptions options, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var results = new List<HealthCheckResult>();
        // Saying of five things that they are not there, because one is not, would hide which one.
        bool Failed(string name) => results.Exists(result => result.Name == name && result.Status == HealthStatus.Fail);
        using var api = await FindApiAsync(options, cancellationToken).ConfigureAwait(false) is { } root ? new EventLinkApi(root, options.Timeout, options.Retries, TimeProvider.System) : null;
        foreach (var check in new IHealthCheck[]
        {
            new ApiCheck(api), new DatabaseCheck(deployment, options), new SchemaCheck(deployment, options), new TablesCheck(deployment, options),
            new StudentCheck(deployment, api, options),
        })
        {
            if (check is SchemaCheck or TablesCheck && Failed(DatabaseCheck.Reachable)) results.Add(Verdict.Skip(check.Name, "the database does not answer"));
            else if (check is StudentCheck && Failed(ApiCheck.Reachable)) results.AddRange(StudentCheck.Skipped("the API does not answer"));
            else
                using (observer.Phase(check.Name)) results.AddRange(await RunAsync(check, cancellationToken).ConfigureAwait(false));
        }

        return new HealthReport(deployment.Target.ToString(), DateTimeOffset.UtcNow, results);
    }

    private async Task<Uri?> FindApiAsync(HealthOptions options, CancellationToken cancellationToken)
    {
        if (options.Api is not null || deployment is not { Containers: { } host, Target.Project: { } project }) return options.Api;
        return await ComposeBackend.FindAsync(host, project, ComposeBackend.Backend, cancellationToken).ConfigureAwait(false) is { } backend ? ComposeBackend.ApiOf(backend) : null;
    }

    private static async Task<IReadOnlyList<HealthCheckResult>> RunAsync(IHealthCheck check, CancellationToken cancellationToken)
    {
        var results = new List<HealthCheckResult>();
        var clock = Stopwatch.StartNew();
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        budget.CancelAfter(check.Budget);
        try
        {
            await foreach (var result in check.LookAsync(budget.Token).ConfigureAwait(false))
            {
                results.Add(result with { Duration = clock.Elapsed });
                clock.Restart();
            }
        }
        catch (DrException error)
        {
            results.Add(new HealthCheckResult { Name = check.Name, Status = HealthStatus.Fail, Detail = error.Message, Remedy = error.Remedy, Duration = clock.Elapsed });
        }

        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            results.Add(Verdict.Fail(check.Name, $"it did not end within {Readable.Duration(check.Budget)}", "Look for sessions that hold locks, and for a database that does not answer.")
                with { Duration = clock.Elapsed });
        }

        return results;
    }
}

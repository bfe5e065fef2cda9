using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Health;
using EventLinkDr.Operations.Schema;

namespace EventLinkDr.Operations.Recovery.Steps;

/// <summary>Looks at everything before students come back.</summary>
internal sealed class HealthStep : IRecoveryStep
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public RecoveryStepName Name => RecoveryStepName.Health;

    public async Task<StepOutcome> RunAsync(RecoveryContext context, CancellationToken cancellationToken)
    {
        var report = await LookAsync(context, testRegistration: false, cancellationToken).ConfigureAwait(false);
        return StepOutcome.Done($"{report.Checks.Count(check => check.Status == HealthStatus.Pass)} checks pass"
            + (report.Checks.Count(check => check.Status == HealthStatus.Warn) is var warnings and > 0 ? $", {warnings} warn" : ""));
    }

    /// <exception cref="DrException"><c>ServiceUnhealthy</c>.</exception>
    public static async Task<HealthReport> LookAsync(RecoveryContext context, bool testRegistration, CancellationToken cancellationToken)
    {
        var schema = await new SchemaOperation(context.Deployment) { Code = context.Plan.Facts.Code }.ReadAsync(null, cancellationToken).ConfigureAwait(false);
        var report = await new HealthOperation(context.Deployment).RunAsync(new HealthOptions
        {
            Api = await context.FindApiAsync(cancellationToken).ConfigureAwait(false),
            ProbeEmail = context.Options.ProbeEmail,
            ProbePassword = context.Options.ProbePassword,
            Backup = context.Record.Restored is null ? null : context.Backup?.Manifest,
            CodeRevision = schema.Code.Count == 1 ? schema.Code[0] : null,
            TestRegistration = testRegistration,
            Wait = context.Options.Deadline < Patience ? context.Options.Deadline : Patience,
        }, context.Observer, cancellationToken).ConfigureAwait(false);
        await context.Journal.RememberAsync(record => record with { Health = report }).ConfigureAwait(false);
        if (report.Healthy) return report;
        var failed = report.Checks.Where(check => check.Status == HealthStatus.Fail).ToList();
        throw new DrException(ErrorTable.ServiceUnhealthy, "not healthy: " + string.Join("; ", failed.Select(check => $"{check.Name}: {check.Detail.TrimEnd('.')}")))
        {
            Subject = context.Deployment.Target, Remedy = string.Join(" ", failed.Select(check => check.Remedy).OfType<string>().Distinct()),
        };
    }
}

using EventLinkDr.Hosting;

namespace EventLinkDr.Operations.Recovery.Steps;

/// <summary>Opens registrations and starts the worker.</summary>
internal sealed class MaintenanceOffStep : IRecoveryStep
{
    public RecoveryStepName Name => RecoveryStepName.MaintenanceOff;

    public async Task<StepOutcome> RunAsync(RecoveryContext context, CancellationToken cancellationToken)
    {
        var status = await MaintenanceSwitch.RunAsync(context, enabled: false, prove: true, cancellationToken).ConfigureAwait(false);
        IEnumerable<string> left = await context.Deployment.Services.ListLeftStoppedAsync(cancellationToken).ConfigureAwait(false);
        // A worker that ended by itself when its database went was not stopped by us.
        if (await HasWorkerAsync(context, cancellationToken).ConfigureAwait(false)) left = left.Union([ComposeBackend.Worker]);
        if (left.ToList() is { Count: > 0 } services) await context.Deployment.Services.StartAsync(services, cancellationToken).ConfigureAwait(false);
        return StepOutcome.Done(status.Api == false ? "registrations are open, as the API shows" : "registrations are open; the API was not asked");
    }

    private static async Task<bool> HasWorkerAsync(RecoveryContext context, CancellationToken cancellationToken) =>
        context.Deployment is { Containers: { } host, Target.Project: { } project }
        && await ComposeBackend.FindAsync(host, project, ComposeBackend.Worker, cancellationToken).ConfigureAwait(false) is not null;
}

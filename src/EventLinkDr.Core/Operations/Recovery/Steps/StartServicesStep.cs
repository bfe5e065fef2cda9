using EventLinkDr.Hosting;

namespace EventLinkDr.Operations.Recovery.Steps;

/// <summary>Starts the backend with registrations closed, so that it can be looked at before students come back.</summary>
internal sealed class StartServicesStep : IRecoveryStep
{
    public RecoveryStepName Name => RecoveryStepName.StartServices;

    public async Task<StepOutcome> RunAsync(RecoveryContext context, CancellationToken cancellationToken)
    {
        var status = await MaintenanceSwitch.RunAsync(context, enabled: true, prove: true, cancellationToken).ConfigureAwait(false);
        // It runs already: this only takes it off the list of what a command of ours has stopped.
        await context.Deployment.Services.StartAsync([ComposeBackend.Backend], cancellationToken).ConfigureAwait(false);
        return StepOutcome.Done(status.Api == true ? "the backend is healthy, and answers registrations with 503" : "the backend is healthy under maintenance; the API was not asked");
    }
}

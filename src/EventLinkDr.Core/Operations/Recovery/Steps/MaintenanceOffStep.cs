namespace EventLinkDr.Operations.Recovery.Steps;

/// <summary>Opens registrations and starts the worker.</summary>
internal sealed class MaintenanceOffStep : IRecoveryStep
{
    public RecoveryStepName Name => RecoveryStepName.MaintenanceOff;

    public async Task<StepOutcome> RunAsync(RecoveryContext context, CancellationToken cancellationToken)
    {
        var status = await MaintenanceSwitch.RunAsync(context, enabled: false, cancellationToken).ConfigureAwait(false);
        var left = await context.Deployment.Services.ListLeftStoppedAsync(cancellationToken).ConfigureAwait(false);
        if (left.Count > 0) await context.Deployment.Services.StartAsync(left, cancellationToken).ConfigureAwait(false);
        return StepOutcome.Done(status.Api == false ? "registrations are open, as the API shows" : "registrations are open; the API was not asked");
    }
}

using EventLinkDr.Operations.Maintenance;

namespace EventLinkDr.Operations.Recovery.Steps;

/// <summary>
/// Writes the flag. The backend stops in the next step and takes the flag over when it starts again; recreating it now would only cost time, and
/// could not succeed where the database is away.
/// </summary>
internal sealed class MaintenanceOnStep : IRecoveryStep
{
    public RecoveryStepName Name => RecoveryStepName.MaintenanceOn;

    public async Task<StepOutcome> RunAsync(RecoveryContext context, CancellationToken cancellationToken)
    {
        var operation = new MaintenanceOperation(context.Deployment);
        var stays = context.Options.SkipSteps.Contains(RecoveryStepName.StopServices);
        var plan = await operation.PrepareAsync(new MaintenanceOptions
        {
            Enabled = true, NoRecreate = !stays, Api = context.Options.Api, Deadline = context.Options.Deadline,
            ProbeEmail = stays ? context.Options.ProbeEmail : null, ProbePassword = context.Options.ProbePassword,
        }, cancellationToken).ConfigureAwait(false);
        await operation.RunAsync(plan, context.Observer, cancellationToken).ConfigureAwait(false);
        return StepOutcome.Done(plan.Facts.ChangesFile ? $"registrations are closed in {plan.Facts.EnvFile}" : $"registrations were closed in {plan.Facts.EnvFile} already");
    }
}

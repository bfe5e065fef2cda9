using EventLinkDr.Diagnostics;

namespace EventLinkDr.Operations.Recovery.Steps;

/// <summary>Does what a student does. If that fails, registrations are closed again.</summary>
internal sealed class TestRegistrationStep : IRecoveryStep
{
    public RecoveryStepName Name => RecoveryStepName.TestRegistration;

    public async Task<StepOutcome> RunAsync(RecoveryContext context, CancellationToken cancellationToken)
    {
        try
        {
            var report = await HealthStep.LookAsync(context, testRegistration: true, cancellationToken).ConfigureAwait(false);
            return StepOutcome.Done(report.Checks.FirstOrDefault(check => check.Name == "Registration") is { } check ? check.Detail : "the probe student could register");
        }
        catch (DrException error) when (context.Plan.Facts.HasProject)
        {
            context.Observer.Warning($"registrations are closed again: {error.Message}");
            await MaintenanceSwitch.RunAsync(context, enabled: true, prove: false, cancellationToken).ConfigureAwait(false);
            // They were open for a moment; what follows a repair opens them again.
            await context.Journal.RememberAsync(record => record.With(record.StepOf(RecoveryStepName.MaintenanceOff) with { Status = RecoveryStepStatus.Pending }) with { Recovered = null }).ConfigureAwait(false);
            throw;
        }
    }
}

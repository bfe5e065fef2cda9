using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Recovery.Steps;

namespace EventLinkDr.Operations.Recovery;

/// <summary>Runs the steps of a recovery that are left, one after another.</summary>
internal sealed class RecoveryRun(RecoveryContext context, Func<RecoveryPlanStep, CancellationToken, Task<bool>>? approve, RecoveryStepName? approved)
{
    private static readonly IRecoveryStep[] Steps =
    [
        new MaintenanceOnStep(), new StopServicesStep(), new FinalBackupStep(), new RestoreStep(), new PromoteStep(), new RevisionCheckStep(), new MigrateStep(),
        new StartServicesStep(), new HealthStep(), new MaintenanceOffStep(), new TestRegistrationStep(),
    ];

    public async Task<RecoveryResult> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var planned in context.Plan.Schedule)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (planned.Skipped is { } why)
            {
                // What an earlier run has done keeps its own record.
                if (!context.Record.Ended(planned.Name)) await RememberAsync(new RecoveryStepResult(planned.Name, RecoveryStepStatus.Skipped, null, null, why)).ConfigureAwait(false);
                continue;
            }

            await AskAsync(planned, cancellationToken).ConfigureAwait(false);
            await StepAsync(Array.Find(Steps, step => step.Name == planned.Name)!, cancellationToken).ConfigureAwait(false);
        }

        await context.Journal.EndAsync(RecoveryJournal.Succeeded).ConfigureAwait(false);
        context.Observer.Milestone("the recovery is complete");
        return RecoveryResults.Of(context.Journal.Content, context.Journal.Path, succeeded: true);
    }

    private async Task AskAsync(RecoveryPlanStep planned, CancellationToken cancellationToken)
    {
        if (approve is null || planned.Name == approved) return;
        try
        {
            if (await approve(planned, cancellationToken).ConfigureAwait(false)) return;
        }
        catch (DrException error) when (error.Kind == ErrorTable.ConfirmationNeeded)
        {
            throw Stopped($"nobody answers before the step {planned.Name}", "Go on with it: -Resume, without -Pause where nobody can answer.", error);
        }

        throw Stopped($"it was told to stop before the step {planned.Name}", "Go on with it: -Resume.", null);
    }

    private async Task StepAsync(IRecoveryStep step, CancellationToken cancellationToken)
    {
        var begun = DateTimeOffset.UtcNow;
        try
        {
            await RememberAsync(new RecoveryStepResult(step.Name, RecoveryStepStatus.Begun, begun)).ConfigureAwait(false);
            await context.Journal.StepAsync(step.Name.ToString(), async () =>
            {
                var outcome = await step.RunAsync(context, cancellationToken).ConfigureAwait(false);
                var ended = DateTimeOffset.UtcNow;
                await context.Journal.RememberAsync(record => WithRecovered(record, step.Name, ended)
                    .With(new RecoveryStepResult(step.Name, outcome.Skipped ? RecoveryStepStatus.Skipped : RecoveryStepStatus.Done, begun, ended, outcome.Detail))).ConfigureAwait(false);
                context.Observer.Milestone($"{step.Name}: {outcome.Detail}");
            }).ConfigureAwait(false);
        }
        catch (DrException error)
        {
            await RememberFailureAsync(new RecoveryStepResult(step.Name, RecoveryStepStatus.Failed, begun, DateTimeOffset.UtcNow, $"[{error.Id}] {error.Message}")).ConfigureAwait(false);
            throw Stopped($"the step {step.Name} failed: {error.Message.TrimEnd('.')}", $"{error.Remedy} Then go on with -Resume (-SkipStep {step.Name} leaves the step out).", error);
        }
    }

    /// <summary>Where the journal itself failed, what the step said is the error all the same.</summary>
    private async Task RememberFailureAsync(RecoveryStepResult result)
    {
        try
        {
            await RememberAsync(result).ConfigureAwait(false);
        }
        catch (DrException error)
        {
            context.Observer.Warning($"the journal could not be written: {error.Message}");
        }
    }

    /// <summary>Students can register from the moment registrations are open; without a compose project, once the checks pass.</summary>
    private RecoveryRecord WithRecovered(RecoveryRecord record, RecoveryStepName step, DateTimeOffset now) =>
        step == RecoveryStepName.MaintenanceOff || (step == RecoveryStepName.Health && !context.Plan.Facts.HasProject) ? record with { Recovered = now } : record;

    private DrException Stopped(string what, string remedy, DrException? inner)
    {
        var closed = context.Plan.Facts.HasProject && context.Record.Ended(RecoveryStepName.MaintenanceOn) && context.Record.Recovered is null;
        return new DrException(ErrorTable.RecoveryStopped, what + (closed ? "; maintenance stays on" : ""), inner)
        {
            Subject = RecoveryResults.Of(context.Journal.Content, context.Journal.Path, succeeded: false), Remedy = remedy,
        };
    }

    private Task RememberAsync(RecoveryStepResult result) => context.Journal.RememberAsync(record => record.With(result));
}

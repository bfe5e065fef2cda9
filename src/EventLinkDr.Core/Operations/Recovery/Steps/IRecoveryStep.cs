namespace EventLinkDr.Operations.Recovery.Steps;

/// <summary>A step of a recovery. Interrupted anywhere it may be run again from its begin.</summary>
internal interface IRecoveryStep
{
    RecoveryStepName Name { get; }

    Task<StepOutcome> RunAsync(RecoveryContext context, CancellationToken cancellationToken);
}

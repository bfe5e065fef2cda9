using EventLinkDr.Operations.Backup;

namespace EventLinkDr.Operations.Recovery.Steps;

/// <summary>Saves the database as it is before it is replaced: what was written since the chosen backup is in there.</summary>
internal sealed class FinalBackupStep : IRecoveryStep
{
    public RecoveryStepName Name => RecoveryStepName.FinalBackup;

    public async Task<StepOutcome> RunAsync(RecoveryContext context, CancellationToken cancellationToken)
    {
        if (!await DatabaseContent.HasTablesAsync(context.Deployment.Server, context.Database, cancellationToken).ConfigureAwait(false))
            return StepOutcome.Skip("the database is away or has no tables");
        var operation = new BackupOperation(context.Deployment, context.FinalStore!);
        var plan = await operation.PrepareAsync(new BackupOptions { Jobs = context.Options.Jobs, Encryption = context.Encryption }, cancellationToken).ConfigureAwait(false);
        var result = await operation.RunAsync(plan, context.Observer, cancellationToken).ConfigureAwait(false);
        await context.Journal.RememberAsync(record => record with { FinalBackup = result.Backup.Path }).ConfigureAwait(false);
        return StepOutcome.Done($"saved {result.Rows} rows in {result.Backup.Path}");
    }
}

using EventLinkDr.Operations.Schema;

namespace EventLinkDr.Operations.Recovery.Steps;

/// <summary>Brings the schema to the code's head while nothing else is connected. The backup is the safety net.</summary>
internal sealed class MigrateStep : IRecoveryStep
{
    public RecoveryStepName Name => RecoveryStepName.Migrate;

    public async Task<StepOutcome> RunAsync(RecoveryContext context, CancellationToken cancellationToken)
    {
        var operation = new SchemaUpdateOperation(new HeldDeployment(context.Deployment), null) { Code = context.Plan.Facts.Code };
        var status = await new SchemaOperation(context.Deployment) { Code = context.Plan.Facts.Code }.ReadAsync(null, cancellationToken).ConfigureAwait(false);
        // A backend deployed meanwhile may have migrated at its start.
        await context.Journal.RememberAsync(record => record with { Revision = status.Database }).ConfigureAwait(false);
        if (status.Relation != SchemaRelation.DatabaseBehind)
            return StepOutcome.Skip(status.Relation == SchemaRelation.Same ? "the database is at the code's head" : $"no migration leads on: {status.Detail ?? status.Relation.ToString()}");
        var plan = await operation.PrepareAsync(new SchemaUpdateOptions { SkipSafetyBackup = true }, cancellationToken).ConfigureAwait(false);
        var result = await operation.RunAsync(plan, context.Observer, cancellationToken).ConfigureAwait(false);
        await context.Journal.RememberAsync(record => record with { Revision = result.To, MigratedFrom = result.From, MigrationLog = result.LogFile }).ConfigureAwait(false);
        return StepOutcome.Done($"migrated from {result.From} to {result.To}");
    }
}

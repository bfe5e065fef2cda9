using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Schema;

namespace EventLinkDr.Operations.Recovery.Steps;

/// <summary>Compares the restored revision with the code's: what the code does not know it must not migrate or serve.</summary>
internal sealed class RevisionCheckStep : IRecoveryStep
{
    public RecoveryStepName Name => RecoveryStepName.RevisionCheck;

    public async Task<StepOutcome> RunAsync(RecoveryContext context, CancellationToken cancellationToken)
    {
        var status = await new SchemaOperation(context.Deployment) { Code = context.Plan.Facts.Code }.ReadAsync(null, cancellationToken).ConfigureAwait(false);
        await context.Journal.RememberAsync(record => record with { Revision = status.Database }).ConfigureAwait(false);
        if (status.Database is null && context.Plan.Facts.Revision is null) return StepOutcome.Skip("the database holds no schema revision");
        if (status.Relation is SchemaRelation.DatabaseAhead or SchemaRelation.Diverged && !context.Options.SkipRevisionCheck)
        {
            throw new DrException(ErrorTable.RevisionUnknown, "the code does not know the schema revision of the database")
            {
                Expected = string.Join(",", status.Code), Found = status.Database, Subject = context.Deployment.Target, Remedy = "Deploy the code that belongs to it.",
            };
        }

        return StepOutcome.Done(status.Relation switch
        {
            SchemaRelation.Same => $"{status.Database} is the code's head",
            SchemaRelation.DatabaseBehind => $"{status.Database} is behind the code's head, {string.Join(", ", status.Code)}",
            SchemaRelation.Unknown => $"{status.Database ?? "no revision"}; not compared: {status.Detail}",
            _ => $"{status.Database} is unknown to the code; taken all the same",
        });
    }
}

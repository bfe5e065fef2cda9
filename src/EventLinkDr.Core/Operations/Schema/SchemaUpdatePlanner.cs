using EventLinkDr.Diagnostics;

namespace EventLinkDr.Operations.Schema;

/// <summary>Decides whether a schema can be updated: facts in, plan out.</summary>
internal static class SchemaUpdatePlanner
{
    /// <exception cref="DrException"><c>CodeRevisionUnknown</c>, <c>SchemaNotUpgradable</c>, <c>OptionsInvalid</c>.</exception>
    public static SchemaUpdatePlan Plan(SchemaUpdateOptions options, SchemaUpdateFacts facts)
    {
        if (facts.Code is null)
            throw new DrException(ErrorTable.CodeRevisionUnknown, $"the code of {facts.Target} cannot be asked for its revisions: {facts.CodeUnknown}") { Subject = facts.Target };
        var relation = facts.Code.Relate(facts.Revision);
        if (relation is SchemaRelation.DatabaseAhead or SchemaRelation.Diverged)
        {
            throw new DrException(ErrorTable.SchemaNotUpgradable, "the code does not know the database's schema revision")
            {
                Expected = string.Join(",", facts.Code.Heads), Found = facts.Revision, Subject = facts.Target,
            };
        }

        if (relation == SchemaRelation.Unknown)
        {
            throw new DrException(ErrorTable.SchemaNotUpgradable, "the database holds no schema revision, so nobody knows which migrations it has had")
            {
                Subject = facts.Target, Remedy = "Restore a backup: Restore-EventLinkDb.",
            };
        }

        if (relation == SchemaRelation.DatabaseBehind && !options.SkipSafetyBackup && facts.BackupDestination is null)
            throw new DrException(ErrorTable.OptionsInvalid, "a safety backup is taken first, and no place was given for it");
        return new SchemaUpdatePlan(options, facts, relation);
    }
}

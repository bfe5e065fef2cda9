using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Operations.Rollback;

/// <summary>Decides whether and how to go back.</summary>
internal static class UndoPlanner
{
    /// <param name="name">The kept database; null for the newest.</param>
    /// <param name="facts">What is.</param>
    /// <exception cref="DrException"><c>RollbackNotFound</c>, <c>RestoreInProgress</c>, <c>SwapBlocked</c>, <c>ServerReadOnly</c>.</exception>
    public static UndoPlan Plan(string? name, UndoFacts facts)
    {
        if (facts.InRecovery) throw new DrException(ErrorTable.ServerReadOnly, $"{facts.Server} is a standby") { Subject = facts.Database };
        if (facts.Busy) throw new DrException(ErrorTable.RestoreInProgress, $"a restore or undo of {facts.Database} is running") { Subject = facts.Database };
        var kept = RollbackCatalog.Choose(facts.Kept, facts.Database, name);
        if (kept.IsBroken)
        {
            throw new DrException(ErrorTable.RollbackNotFound, $"{kept.Database.Name} cannot be used any more: a DROP of it was interrupted")
            {
                Remedy = "Remove it with Remove-EventLinkRollback and choose another.",
                Subject = kept.Database.Name,
            };
        }

        facts.CurrentBlockers?.ThrowIfAny(facts.Database);
        facts.KeptBlockers?.ThrowIfAny(kept.Database.Name);
        return new UndoPlan(facts, kept, facts.Current is null ? null : DatabaseName.Before(facts.Database, facts.Time, facts.DatabaseNames));
    }
}

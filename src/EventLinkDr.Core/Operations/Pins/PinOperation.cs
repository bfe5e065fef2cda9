using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Storage;

namespace EventLinkDr.Operations.Pins;

/// <summary>Exempts a backup from retention, and ends that.</summary>
/// <param name="store">The place of the backup.</param>
/// <param name="clock">Its idea of now; null for the clock of this host.</param>
public sealed class PinOperation(IBackupStore store, TimeProvider? clock = null)
{
    /// <summary>Finds the backup and says what would be done. Changes nothing.</summary>
    /// <param name="name">Name of its data file or manifest.</param>
    /// <param name="pin">True to pin, false to unpin.</param>
    /// <param name="reason">Why, kept beside it; null for nothing.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DrException"><c>BackupNotFound</c>, <c>BackupIncomplete</c>, <c>StoreUnavailable</c>.</exception>
    public async Task<PinPlan> PrepareAsync(string name, bool pin, string? reason, CancellationToken cancellationToken)
    {
        var set = await new BackupCatalog(store).GetAsync(name, cancellationToken).ConfigureAwait(false);
        if (pin && set.State == BackupState.Incomplete)
            throw new DrException(ErrorTable.BackupIncomplete, $"{set.Name} is not complete, and pinning it would not make it a backup") { Subject = set };
        return new PinPlan(set, pin, reason);
    }

    /// <summary>Does it.</summary>
    /// <returns>The backup as it is now.</returns>
    /// <exception cref="DrException"><c>StoreUnavailable</c>, <c>StoreFull</c>, <c>BackupLocked</c>.</exception>
    public async Task<BackupSet> RunAsync(PinPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Pin) await new PinSidecar(plan.Backup.Name, (clock ?? TimeProvider.System).GetUtcNow(), plan.Reason).WriteAsync(store, cancellationToken).ConfigureAwait(false);
        else await store.DeleteAsync(PinSidecar.NameFor(plan.Backup.Name), cancellationToken).ConfigureAwait(false);
        return plan.Backup with { Pinned = plan.Pin };
    }
}

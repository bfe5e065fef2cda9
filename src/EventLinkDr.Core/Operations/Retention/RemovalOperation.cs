using System.Diagnostics;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Storage;

namespace EventLinkDr.Operations.Retention;

/// <summary>Removes backups from a store: by a policy, or those that are named.</summary>
/// <param name="store">The place.</param>
/// <param name="clock">Its idea of now; null for the clock of this host.</param>
public sealed class RemovalOperation(IBackupStore store, TimeProvider? clock = null)
{
    /// <summary>Lists the store and says what would be removed. Changes nothing.</summary>
    /// <exception cref="DrException">
    /// <c>RetentionPolicyEmpty</c>, <c>RetentionLeavesNothing</c>, <c>OptionsInvalid</c>, <c>BackupNotFound</c>, <c>BackupPinned</c>,
    /// <c>RemovalRefused</c>, <c>StoreUnavailable</c>.
    /// </exception>
    public async Task<RemovalPlan> PrepareAsync(RemovalOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Policy?.EnsureUsable();
        var backups = await new BackupCatalog(store).ListAsync(BackupFilter.All, cancellationToken).ConfigureAwait(false);
        if (options.Policy is not { } policy) return new RemovalPlan(store.Location, null, NamedRemoval.Plan(backups, options.Names, options.IncludeIncomplete, store.Location));
        // A place that was typed where a name belongs would be a policy that never removes anything.
        foreach (var name in options.Names.Where(name => !NamePattern.IsPattern(name) && !backups.Any(set => NamePattern.Fits(set.Name, [name]))))
            throw new DrException(ErrorTable.BackupNotFound, $"there is no {name} in {store.Location}") { Subject = name };
        var chosen = backups.Where(set => NamePattern.Fits(set.Name, options.Names)).ToList();
        return new RemovalPlan(store.Location, policy, RetentionPlanner.Plan(chosen, policy, (clock ?? TimeProvider.System).GetUtcNow()));
    }

    /// <summary>Removes what the plan lets go. What was pinned, locked or replaced meanwhile stays, and is said.</summary>
    /// <exception cref="DrException"><c>StoreUnavailable</c>.</exception>
    public async Task<RemovalResult> RunAsync(RemovalPlan plan, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(observer);
        var begin = Stopwatch.GetTimestamp();
        var removed = new List<BackupSet>();
        var refused = new List<RetentionDecision>();
        using (observer.Phase("remove"))
        {
            var contents = await StoreContents.ReadAsync(store, cancellationToken).ConfigureAwait(false);
            foreach (var set in plan.Expired)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (await new SetRemoval(store, contents, set).RunAsync(cancellationToken).ConfigureAwait(false) is { } reason)
                {
                    refused.Add(new RetentionDecision(set, RetentionVerdict.Keep, reason));
                    if (plan.Policy is not null) observer.Warning($"{set.Name} stays: {reason}");
                    continue;
                }

                removed.Add(set);
                observer.Milestone($"removed {set.Name}");
            }
        }

        return new RemovalResult
        {
            Location = store.Location,
            Removed = removed,
            Refused = refused,
            Errors = plan.Policy is not null ? []
                : [.. refused.Select(decision => new DrException(ErrorTable.RemovalRefused, $"{decision.Backup.Name} stays: {decision.Reason}") { Subject = decision.Backup, Remedy = "Look at it again, then remove it." })],
            Kept = plan.Decisions.Count - plan.Expired.Count,
            Duration = Stopwatch.GetElapsedTime(begin),
        };
    }
}

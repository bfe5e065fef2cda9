using System.Diagnostics;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Operations.Rollback;

/// <summary>Goes back to a kept database. The one it replaces is kept, so an undo can be undone.</summary>
/// <param name="deployment">The deployment.</param>
public sealed class UndoOperation(IDeployment deployment)
{
    private string Database => deployment.Target.Database;

    /// <summary>Looks at the server and says what would be done. Changes nothing.</summary>
    /// <param name="name">The kept database; null for the newest.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DrException"><c>RollbackNotFound</c>, <c>RestoreInProgress</c>, <c>SwapBlocked</c>, <c>ServerUnreachable</c>.</exception>
    public async Task<UndoPlan> PrepareAsync(string? name, CancellationToken cancellationToken)
    {
        var leftovers = await new LeftoverCleanup(deployment).FindAsync(cancellationToken).ConfigureAwait(false);
        var session = await MaintenanceSession.OpenAsync(deployment.Server, Database, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var server = await ServerState.ReadAsync(session, cancellationToken).ConfigureAwait(false);
            var current = await DatabaseIdentity.FindAsync(session, Database, cancellationToken).ConfigureAwait(false);
            var kept = await RollbackCatalog.ListAsync(session, Database, cancellationToken).ConfigureAwait(false);
            var chosen = kept.Count == 0 ? null : RollbackCatalog.Choose(kept, Database, name);
            var properties = chosen is null ? null : await DatabasePropertiesReader.ReadAsync(session, chosen.Database.Name, cancellationToken).ConfigureAwait(false);
            return UndoPlanner.Plan(name, new UndoFacts
            {
                Server = deployment.Server.Description,
                Database = Database,
                Current = current,
                CurrentBlockers = current is null ? null : await SwapBlockers.ReadAsync(session, current.Value, cancellationToken).ConfigureAwait(false),
                Kept = kept,
                KeptBlockers = chosen is null ? null : await SwapBlockers.ReadAsync(session, chosen.Database, cancellationToken).ConfigureAwait(false),
                KeptIsFenced = properties?.Settings.Any(DatabaseDefinition.IsFence) ?? false,
                DatabaseNames = server.DatabaseNames,
                Busy = await RunLock.IsHeldAsync(session, Database, cancellationToken).ConfigureAwait(false),
                InRecovery = server.InRecovery,
                Services = await deployment.Services.ListRunningAsync(cancellationToken).ConfigureAwait(false),
                Leftovers = leftovers,
                Time = server.Time,
            });
        }
    }

    /// <summary>Goes back. Fails or stops before the services start: everything is as it was.</summary>
    /// <exception cref="DrException"><c>RestoreInProgress</c>, <c>SwapFailed</c>, <c>ServiceUnhealthy</c>, <c>ServerUnreachable</c>.</exception>
    public async Task<UndoResult> RunAsync(UndoPlan plan, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(observer);
        var clock = new PhaseClock(observer);
        var begin = Stopwatch.GetTimestamp();
        var held = await RunLock.AcquireAsync(deployment.Server, Database, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            await new LeftoverCleanup(deployment).RunAsync(held, clock, cancellationToken).ConfigureAwait(false);
            var pause = new ServicePause(deployment.Services, clock);
            await using (pause.ConfigureAwait(false))
            {
                await pause.StopAsync(cancellationToken).ConfigureAwait(false);
                var swap = new GuardedSwap(deployment.Server, held, pause, clock);
                var stopped = await swap.ExecuteAsync(await RequestAsync(plan, held.Run, cancellationToken).ConfigureAwait(false), plan.Kept.Mark.ToComment(), cancellationToken)
                    .ConfigureAwait(false);
                observer.Milestone($"{plan.Kept.Database.Name} serves as {Database} again");
                return new UndoResult
                {
                    Database = Database,
                    Restored = plan.Kept.Database.Name,
                    PreviousDatabase = plan.CurrentBecomes,
                    Stopped = stopped,
                    Services = plan.Services,
                    Duration = Stopwatch.GetElapsedTime(begin),
                    Phases = clock.Durations,
                };
            }
        }
    }

    private async Task<SwapRequest> RequestAsync(UndoPlan plan, Guid run, CancellationToken cancellationToken)
    {
        var session = await MaintenanceSession.OpenAsync(deployment.Server, Database, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            return new SwapRequest
            {
                Name = Database,
                Old = plan.Facts.Current,
                OldBecomes = plan.CurrentBecomes ?? "",
                OldComment = plan.Facts.Current is { } current ? await KeptComment.MakeAsync(session, current, run, cancellationToken).ConfigureAwait(false) : null,
                New = plan.Kept.Database,
                NewComment = plan.Kept.Mark.Comment,
            };
        }
    }
}

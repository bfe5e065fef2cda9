using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Operations.Rollback;

/// <summary>Drops kept databases: only those that carry our mark, and none that is in use.</summary>
/// <param name="deployment">The deployment.</param>
public sealed class RollbackRemoval(IDeployment deployment)
{
    private string Database => deployment.Target.Database;

    /// <summary>Looks at the databases and says what would be dropped. Changes nothing.</summary>
    /// <param name="names">Names of kept databases.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DrException"><c>RollbackNotFound</c>, <c>DatabaseInUse</c>, <c>ServerUnreachable</c>.</exception>
    public async Task<RollbackRemovalPlan> PrepareAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(names);
        var session = await MaintenanceSession.OpenAsync(deployment.Server, Database, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var kept = await RollbackCatalog.ListAsync(session, Database, cancellationToken).ConfigureAwait(false);
            var chosen = names.Distinct(StringComparer.Ordinal).Select(name => RollbackCatalog.Choose(kept, Database, name)).ToList();
            foreach (var database in chosen.Where(database => database.Sessions > 0))
                throw InUse(database, await SessionEnder.DescribeAsync(session, [database.Database.Oid], cancellationToken).ConfigureAwait(false), null);
            return new RollbackRemovalPlan(deployment.Server.Description, Database, chosen);
        }
    }

    /// <summary>Drops them.</summary>
    /// <returns>Those that were dropped.</returns>
    /// <exception cref="DrException"><c>RestoreInProgress</c>, <c>DatabaseInUse</c>, <c>RollbackNotFound</c>, <c>ServerUnreachable</c>.</exception>
    public async Task<IReadOnlyList<KeptDatabase>> RunAsync(RollbackRemovalPlan plan, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(observer);
        // An undo that is about to use one of them must not lose it.
        var held = await RunLock.AcquireAsync(deployment.Server, Database, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            var session = await MaintenanceSession.OpenAsync(deployment.Server, Database, cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                foreach (var database in plan.Marked) await DropAsync(session, database, observer, cancellationToken).ConfigureAwait(false);
                return plan.Databases;
            }
        }
    }

    private async Task DropAsync(IPostgresSession session, MarkedDatabase database, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var now = await RollbackCatalog.ListAsync(session, Database, cancellationToken).ConfigureAwait(false);
        if (!now.Any(candidate => candidate.Database == database.Database))
            throw new DrException(ErrorTable.RollbackNotFound, $"{database.Database.Name} is not the kept database any more that it was") { Subject = database.Database.Name };
        try
        {
            using (observer.Phase($"drop {database.Database.Name}"))
                await session.ExecuteAsync($"DROP DATABASE {Sql.Name(database.Database.Name)}", cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresErrorException error) when (error.SqlState == "55006")
        {
            throw InUse(database, await SessionEnder.DescribeAsync(session, [database.Database.Oid], cancellationToken).ConfigureAwait(false), error);
        }

        observer.Milestone($"dropped {database.Database.Name}");
    }

    private static DrException InUse(MarkedDatabase database, string? sessions, Exception? inner) =>
        new(ErrorTable.DatabaseInUse, $"{database.Database.Name} is in use", inner) { Found = sessions, Subject = database.Database.Name };
}

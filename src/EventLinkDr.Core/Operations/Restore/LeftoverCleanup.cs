using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Operations.Restore;

/// <summary>
/// Puts right what a killed command left: drops databases it was filling, starts services it had stopped. Every command runs it first.
/// What is not certainly ours is reported and left alone.
/// </summary>
/// <param name="deployment">The deployment.</param>
public sealed class LeftoverCleanup(IDeployment deployment)
{
    private string Database => deployment.Target.Database;

    /// <summary>Looks. Changes nothing.</summary>
    /// <exception cref="DrException"><c>ServerUnreachable</c>.</exception>
    public async Task<LeftoverReport> FindAsync(CancellationToken cancellationToken)
    {
        var session = await MaintenanceSession.OpenAsync(deployment.Server, Database, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            // While a restore runs the services are stopped on purpose.
            var busy = await RunLock.IsHeldAsync(session, Database, cancellationToken).ConfigureAwait(false);
            var services = busy ? [] : await deployment.Services.ListLeftStoppedAsync(cancellationToken).ConfigureAwait(false);
            var dead = await ListDeadAsync(session, cancellationToken).ConfigureAwait(false);
            var unknown = await ListUnknownAsync(session, cancellationToken).ConfigureAwait(false);
            return new LeftoverReport([.. dead.Select(database => database.Database.Name)], services, unknown);
        }
    }

    /// <summary>Looks and cleans up. While another restore of the database runs it leaves everything alone.</summary>
    /// <returns>What was there.</returns>
    /// <exception cref="DrException"><c>ServerUnreachable</c>. A database that cannot be dropped or a service that does not start is a warning.</exception>
    public async Task<LeftoverReport> RunAsync(IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var report = await FindAsync(cancellationToken).ConfigureAwait(false);
        if (!report.IsClean)
        {
            var held = await RunLock.TryAcquireAsync(deployment.Server, Database, cancellationToken).ConfigureAwait(false);
            if (held is null)
            {
                observer.Decision("another restore is running; what earlier commands left is left for later");
                return LeftoverReport.Empty;
            }

            await using (held.ConfigureAwait(false)) return await RunAsync(held, observer, cancellationToken).ConfigureAwait(false);
        }

        Report(report, observer);
        return report;
    }

    /// <summary>The same for a run that holds the lock already.</summary>
    internal async Task<LeftoverReport> RunAsync(RunLock held, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var services = await StartServicesAsync(observer, cancellationToken).ConfigureAwait(false);
        var session = await MaintenanceSession.OpenAsync(deployment.Server, Database, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var dropped = new List<string>();
            foreach (var dead in await ListDeadAsync(session, cancellationToken).ConfigureAwait(false))
            {
                if (!await held.TryTakeOverAsync(dead.Mark.Run, cancellationToken).ConfigureAwait(false)) continue;
                if (await DropAsync(session, dead, observer, cancellationToken).ConfigureAwait(false)) dropped.Add(dead.Database.Name);
            }

            var report = new LeftoverReport(dropped, services, await ListUnknownAsync(session, cancellationToken).ConfigureAwait(false));
            Report(report, observer);
            return report;
        }
    }

    private static async Task<bool> DropAsync(IPostgresSession session, MarkedDatabase dead, IOperationObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            // Once more, now that nobody else can be at it: the run may have finished between the two looks.
            var again = await OwnedDatabase.FindMarkedAsync(session, dead.Database.Name, dead.Mark.Run, cancellationToken).ConfigureAwait(false);
            if (again != dead.Database || !await OwnedDatabase.DropAsync(session, dead.Database, cancellationToken).ConfigureAwait(false)) return false;
            observer.Milestone($"dropped {dead.Database.Name}, left half-made by an interrupted restore of {dead.Mark.Database}");
            return true;
        }
        catch (PostgresErrorException error)
        {
            observer.Warning($"{dead.Database.Name}, left half-made by an interrupted restore, could not be dropped: {error.Message}");
            return false;
        }
    }

    private async Task<IReadOnlyList<string>> StartServicesAsync(IOperationObserver observer, CancellationToken cancellationToken)
    {
        var services = await deployment.Services.ListLeftStoppedAsync(cancellationToken).ConfigureAwait(false);
        if (services.Count == 0) return services;
        var names = string.Join(", ", services);
        try
        {
            using (observer.Phase("start services")) await deployment.Services.StartAsync(services, cancellationToken).ConfigureAwait(false);
            observer.Milestone($"started {names}, left stopped by an interrupted command");
        }
        catch (DrException error)
        {
            observer.Warning($"{names}, left stopped by an interrupted command, could not be started: {error.Message}");
        }

        return services;
    }

    private async Task<IReadOnlyList<MarkedDatabase>> ListDeadAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        var marked = await MarkedDatabase.ListAsync(session, cancellationToken).ConfigureAwait(false);
        return [.. marked.Where(candidate => candidate.Mark.State == DatabaseMarkState.Unfinished && candidate.Mark.Database == Database && !candidate.RunAlive)];
    }

    private async Task<IReadOnlyList<string>> ListUnknownAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync("SELECT datname::text, shobj_description(oid, 'pg_database') FROM pg_database ORDER BY 1", cancellationToken).ConfigureAwait(false);
        return
        [
            .. rows.Where(row => DatabaseName.LooksMadeFor(row.Get<string>(0), Database) && DatabaseMark.Parse(row.Text(1)) is null)
                .Select(row => row.Get<string>(0)),
        ];
    }

    private static void Report(LeftoverReport report, IOperationObserver observer)
    {
        foreach (var name in report.Unknown) observer.Warning($"database {name} looks like one of ours but carries no mark; it was left alone");
    }
}

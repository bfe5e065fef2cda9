using System.Diagnostics;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Databases;
using EventLinkDr.Postgres.Load;

namespace EventLinkDr.Operations.Restore;

/// <summary>
/// Replaces the content of a database in one transaction on one connection: until it commits, the old content is what everybody would see,
/// and whatever goes wrong before leaves it as it was.
/// </summary>
internal sealed class RestoreInPlace(IDeployment deployment, RestorePlan plan, Func<IOperationObserver, CancellationToken, Task<string>>? safetyBackup,
    IOperationObserver observer)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task<RestoreOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var pause = new ServicePause(deployment.Services, observer);
        await using (pause.ConfigureAwait(false))
        {
            await pause.StopAsync(cancellationToken).ConfigureAwait(false);
            string? saved = null;
            if (!plan.Options.SkipSafetyBackup)
            {
                using (observer.Phase("safety backup")) saved = await safetyBackup!(observer, cancellationToken).ConfigureAwait(false);
                observer.Milestone($"the database as it was is saved in {saved}");
            }

            var outcome = await ReplaceAsync(cancellationToken).ConfigureAwait(false) with { SafetyBackup = saved };
            // From here on the new content serves; only the statistics and the services are missing.
            await AnalyzeAsync(cancellationToken).ConfigureAwait(false);
            await StartAsync(pause, saved, cancellationToken).ConfigureAwait(false);
            return outcome;
        }
    }

    private async Task<RestoreOutcome> ReplaceAsync(CancellationToken cancellationToken)
    {
        var session = await deployment.Server.OpenAsync(
            new SessionOptions(plan.Database) { TransparentEncoding = plan.Facts.Content.Encoding ?? plan.Properties.Encoding, ApplicationName = "EventLinkDr restore" }, cancellationToken).ConfigureAwait(false);
        // Disposed without a commit, the server takes everything back.
        await using (session.ConfigureAwait(false))
        {
            DateTimeOffset stopped;
            using (observer.Phase("clear")) stopped = await ClearAsync(session, cancellationToken).ConfigureAwait(false);
            LoadResult loaded;
            ProofReport proof;
            using (observer.Phase("load"))
                loaded = await plan.Content.LoadAsync(session, plan.Load, observer, cancellationToken).ConfigureAwait(false);
            using (observer.Phase("prove"))
            {
                proof = await plan.Content.ProveAsync(session, plan.Load, loaded, observer, cancellationToken).ConfigureAwait(false);
                ProofVerdict.ThrowIfFailed(proof, plan);
            }

            cancellationToken.ThrowIfCancellationRequested();
            using (observer.Phase("commit")) await new CertainCommit(deployment.Server, observer).ExecuteAsync(session, plan.Database).ConfigureAwait(false);
            return new RestoreOutcome(proof, loaded, stopped);
        }
    }

    /// <summary>Empties the database and makes <c>public</c> anew, as on a fresh server.</summary>
    /// <returns>When nobody could write to the old content any more.</returns>
    private async Task<DateTimeOffset> ClearAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        var database = plan.Facts.Existing!.Database;
        var ender = await SessionEnder.StartAsync(deployment.Server, database.Name, [database.Oid], [session.ProcessId], cancellationToken).ConfigureAwait(false);
        await using (ender.ConfigureAwait(false))
        {
            for (var started = Stopwatch.GetTimestamp(); ;)
            {
                try
                {
                    await session.ExecuteAsync("BEGIN; SET LOCAL lock_timeout = '5s'; DROP SCHEMA IF EXISTS public CASCADE", cancellationToken).ConfigureAwait(false);
                    break;
                }
                catch (PostgresErrorException error) when (error.SqlState is "55P03" or "40P01")
                {
                    await session.ExecuteAsync("ROLLBACK", cancellationToken).ConfigureAwait(false);
                    observer.Decision($"once more: {error.ServerMessage}");
                    if (Stopwatch.GetElapsedTime(started) <= Patience) continue;
                    throw new DrException(ErrorTable.SwapFailed, $"{database.Name} was in use all the time", error) { Subject = database.Name };
                }
            }
        }

        var clock = await session.QueryAsync("SELECT clock_timestamp()", cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("SET LOCAL lock_timeout = 0", cancellationToken).ConfigureAwait(false);
        foreach (var statement in FreshSchema(session.ServerVersion)) await session.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
        return new DateTimeOffset(clock[0].Get<DateTime>(0), TimeSpan.Zero);
    }

    private static IEnumerable<string> FreshSchema(PostgresVersion server)
    {
        // Until 14 the schema belonged to the user of initdb and everybody could create in it.
        var modern = server.Major >= 15;
        yield return modern ? "CREATE SCHEMA public AUTHORIZATION pg_database_owner" : "CREATE SCHEMA public";
        yield return "COMMENT ON SCHEMA public IS 'standard public schema'";
        yield return modern ? "GRANT USAGE ON SCHEMA public TO PUBLIC" : "GRANT USAGE, CREATE ON SCHEMA public TO PUBLIC";
    }

    private async Task AnalyzeAsync(CancellationToken cancellationToken)
    {
        try
        {
            using (observer.Phase("analyze")) await new Statistics(deployment.Server, plan.Database, plan.Properties.Encoding, observer).GatherAsync(plan.Jobs, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is DrException or OperationCanceledException)
        {
            // The data is there and committed: services that stay stopped would be worse than a slow first query.
            observer.Warning($"statistics of {plan.Database} are missing ({error.Message.TrimEnd('.')}); run ANALYZE");
        }
    }

    private async Task StartAsync(ServicePause pause, string? saved, CancellationToken cancellationToken)
    {
        try
        {
            await pause.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is DrException or OperationCanceledException)
        {
            throw new DrException(error is DrException known ? known.Kind : ErrorTable.Cancelled, $"{plan.Database} was replaced and proven, but then: {error.Message.TrimEnd('.')}", error)
            {
                Remedy = saved is null ? "The restored content serves; find out what keeps the services from starting."
                    : $"The restored content serves. What was there before is in {saved}: Restore-EventLinkDb brings it back.",
                Subject = plan.Database,
            };
        }
    }
}

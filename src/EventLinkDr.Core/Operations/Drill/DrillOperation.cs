using System.Diagnostics;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Operations.Drill.Sample;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Postgres;
using EventLinkDr.Storage;

namespace EventLinkDr.Operations.Drill;

/// <summary>
/// Rehearses a recovery on a server of its own: fills a sample EventLink database, backs it up, destroys it, recovers it, and compares what came back
/// with what was lost. Whatever happens, nothing of it stays, unless it was asked to.
/// </summary>
/// <param name="adapters">Start and reach the server.</param>
public sealed class DrillOperation(IAdapters adapters)
{
    private const string Maintenance = "postgres";

    /// <summary>Says what would be done. Changes nothing.</summary>
    /// <exception cref="DrException"><c>SandboxUnsupported</c>.</exception>
    public static DrillPlan Prepare(DrillOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Sandbox.EnsureOutside("a drill needs the programs of PostgreSQL");
        return new DrillPlan(options);
    }

    /// <summary>Runs the drill. A difference between what was lost and what came back is in the result, not an error.</summary>
    /// <param name="plan">What <see cref="Prepare"/> gave.</param>
    /// <param name="observer">Is told the phases.</param>
    /// <param name="cancellationToken">Stops it; everything is removed.</param>
    /// <exception cref="DrException"><c>NoThrowawayServer</c>, and those of a backup and a restore.</exception>
    public async Task<DrillResult> RunAsync(DrillPlan plan, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(observer);
        var begin = Stopwatch.GetTimestamp();
        var clock = new PhaseClock(observer);
        DrillResult result;
        using (var directory = new DrillDirectory())
        {
            var server = await TimeAsync(clock, "start a server", () => adapters.ThrowawayServers.StartAsync(plan.Options.Major, observer, cancellationToken)).ConfigureAwait(false);
            try
            {
                result = await RehearseAsync(plan.Options, server, directory, clock, observer, cancellationToken).ConfigureAwait(false);
                if (plan.Options.Keep) result = result with { Kept = (string[])[.. server.Keep(), directory.Keep(), $"rm -r {directory.Path}"] };
            }
            catch
            {
                await server.DisposeAsync().ConfigureAwait(false);
                throw;
            }

            await TimeAsync(clock, plan.Options.Keep ? "let go of it" : "remove everything", async () =>
            {
                await server.DisposeAsync().ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        }

        return result with { Phases = clock.Durations, Duration = Stopwatch.GetElapsedTime(begin) };
    }

    private async Task<DrillResult> RehearseAsync(DrillOptions options, IThrowawayServer server, DrillDirectory directory, PhaseClock clock,
        IOperationObserver observer, CancellationToken cancellationToken)
    {
        var database = server.Target.Database;
        await CreateDatabaseAsync(server, observer, cancellationToken).ConfigureAwait(false);
        var deployment = await adapters.Deployments.ConnectAsync(server.Target, new ConnectOptions(), observer, cancellationToken).ConfigureAwait(false);
        await using var _ = deployment.ConfigureAwait(false);
        await TimeAsync(clock, "fill a sample database", async () =>
        {
            await SampleDatabase.FillAsync(deployment.Server, database, options.Scale, observer, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
        var before = await TimeAsync(clock, "sum up every table", () => DatabaseFingerprint.TakeAsync(deployment.Server, database, cancellationToken)).ConfigureAwait(false);

        var store = BackupPlace.ForWriting(directory.Path, adapters.Stores).Store;
        var backup = await TimeAsync(clock, "back up", () => BackUpAsync(deployment, store, options, observer, cancellationToken)).ConfigureAwait(false);

        await TimeAsync(clock, "destroy the database", () => DestroyAsync(deployment.Server, database, cancellationToken)).ConfigureAwait(false);
        var lost = DateTimeOffset.UtcNow;
        var begin = Stopwatch.GetTimestamp();
        var restored = await TimeAsync(clock, "recover", () => RestoreAsync(deployment, store, backup.Backup, options, observer, cancellationToken)).ConfigureAwait(false);
        var recoveryTime = Stopwatch.GetElapsedTime(begin);

        var after = await TimeAsync(clock, "compare row for row", () => DatabaseFingerprint.TakeAsync(deployment.Server, database, cancellationToken)).ConfigureAwait(false);
        return new DrillResult
        {
            Server = server.Description,
            Tables = before.TableCount,
            Rows = before.Rows,
            RawSize = backup.RawSize,
            BackupSize = backup.Backup.Size,
            Differences = before.Compare(after),
            Proof = restored.Outcome,
            MeasuredRecoveryTime = recoveryTime,
            MeasuredDataLoss = lost - backup.Backup.Time,
            Duration = TimeSpan.Zero,
            Phases = [],
        };
    }

    /// <summary>An image may have made it already; local programs do not.</summary>
    private async Task CreateDatabaseAsync(IThrowawayServer server, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var reached = await adapters.Deployments.ConnectAsync(server.Target with { Database = Maintenance }, new ConnectOptions(), observer, cancellationToken).ConfigureAwait(false);
        await using var _ = reached.ConfigureAwait(false);
        var session = await reached.Server.OpenAsync(new SessionOptions(Maintenance), cancellationToken).ConfigureAwait(false);
        await using var __ = session.ConfigureAwait(false);
        var known = await session.QueryAsync("SELECT FROM pg_catalog.pg_database WHERE datname = $1", cancellationToken, server.Target.Database).ConfigureAwait(false);
        if (known.Count == 0) await session.ExecuteAsync($"CREATE DATABASE {Sql.Name(server.Target.Database)}", cancellationToken).ConfigureAwait(false);
    }

    private static async Task<T> TimeAsync<T>(PhaseClock clock, string phase, Func<Task<T>> work)
    {
        using (clock.Phase(phase)) return await work().ConfigureAwait(false);
    }

    private static async Task<BackupResult> BackUpAsync(IDeployment deployment, IBackupStore store, DrillOptions options, IOperationObserver observer,
        CancellationToken cancellationToken)
    {
        var operation = new BackupOperation(deployment, store);
        var plan = await operation.PrepareAsync(new BackupOptions { Jobs = options.Jobs }, cancellationToken).ConfigureAwait(false);
        return await operation.RunAsync(plan, observer, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> DestroyAsync(IPostgresServer server, string database, CancellationToken cancellationToken)
    {
        var session = await server.OpenAsync(new SessionOptions(Maintenance), cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false)) await session.ExecuteAsync($"DROP DATABASE {Sql.Name(database)} WITH (FORCE)", cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static async Task<RestoreResult> RestoreAsync(IDeployment deployment, IBackupStore store, BackupSet backup, DrillOptions options, IOperationObserver observer,
        CancellationToken cancellationToken)
    {
        var operation = new RestoreOperation(deployment, store);
        var plan = await operation.PrepareAsync(backup, new RestoreOptions { Jobs = options.Jobs }, observer, cancellationToken).ConfigureAwait(false);
        return await operation.RunAsync(plan, observer, cancellationToken).ConfigureAwait(false);
    }
}

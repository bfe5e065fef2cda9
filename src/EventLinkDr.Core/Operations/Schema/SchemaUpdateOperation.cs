using System.Diagnostics;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Postgres.Databases;
using EventLinkDr.Storage;

namespace EventLinkDr.Operations.Schema;

/// <summary>Brings a database to the schema revision of the backend's code.</summary>
/// <param name="deployment">The deployment.</param>
/// <param name="store">Where the safety backup goes; null where none is taken.</param>
public sealed class SchemaUpdateOperation(IDeployment deployment, IBackupStore? store)
{
    /// <summary>Whether a container may be made to ask the code of a backend that does not run.</summary>
    public bool MayCreateContainer { get; init; } = true;

    /// <summary>The code's revisions where they are known already.</summary>
    internal CodeRevisions? Code { get; init; }

    /// <summary>Looks at database and code and says what would be done. Changes nothing.</summary>
    /// <exception cref="DrException"><c>CodeRevisionUnknown</c>, <c>SchemaNotUpgradable</c>, <c>OptionsInvalid</c>, <c>DatabaseNotFound</c>.</exception>
    public async Task<SchemaUpdatePlan> PrepareAsync(SchemaUpdateOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var reader = new CodeReader(deployment, MayCreateContainer);
        var code = Code ?? await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var status = await new SchemaOperation(deployment) { MayCreateContainer = false }.ReadAsync(null, cancellationToken).ConfigureAwait(false);
        return SchemaUpdatePlanner.Plan(options, new SchemaUpdateFacts
        {
            Target = deployment.Target.ToString(),
            Revision = status.Database,
            Code = code,
            CodeUnknown = reader.Reason,
            Services = await deployment.Services.ListRunningAsync(cancellationToken).ConfigureAwait(false),
            BackupDestination = store?.Location,
        });
    }

    /// <summary>Carries the plan out. A migration that fails leaves the database as alembic left it, and the services run again.</summary>
    /// <exception cref="DrException"><c>MigrationFailed</c>, <c>ServiceUnhealthy</c>, <c>RestoreInProgress</c> and those of a backup.</exception>
    public async Task<SchemaUpdateResult> RunAsync(SchemaUpdatePlan plan, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(observer);
        var clock = new PhaseClock(observer);
        var begin = Stopwatch.GetTimestamp();
        var result = new SchemaUpdateResult { Target = plan.Subject, Changed = false, From = plan.Revision, To = plan.Revision, Duration = TimeSpan.Zero };
        if (plan.Relation == SchemaRelation.Same) return result;

        // Two migrations at once, or one into a database that is being replaced, would each spoil the other.
        var held = await RunLock.AcquireAsync(deployment.Server, deployment.Target.Database, cancellationToken).ConfigureAwait(false);
        await using var _ = held.ConfigureAwait(false);
        string? safety = null;
        if (!plan.Options.SkipSafetyBackup)
        {
            using (clock.Phase("safety backup")) safety = await SafetyBackup.Into(deployment, store!)(clock, cancellationToken).ConfigureAwait(false);
            observer.Milestone($"saved {safety}");
        }

        var pause = new ServicePause(deployment.Services, clock);
        await using (pause.ConfigureAwait(false))
        {
            var served = await ServesAsync(cancellationToken).ConfigureAwait(false);
            // A backend that cannot migrate tries again at every start, and would try beside us.
            await pause.StopAsync(cancellationToken).ConfigureAwait(false);
            MigrationOutcome outcome;
            try
            {
                outcome = await new Migration(deployment, clock).RunAsync(plan.Facts.Code!, cancellationToken).ConfigureAwait(false);
            }
            catch (DrException error) when (error.Kind == ErrorTable.MigrationFailed && !served && pause.AnyStopped)
            {
                // It would run into the same migration at its start.
                pause.Leave();
                observer.Warning($"the backend did not serve before; {string.Join(", ", plan.Facts.Services)} stay stopped");
                throw;
            }

            await pause.StartAsync(cancellationToken).ConfigureAwait(false);
            // An update that failed before may have left some stopped.
            var left = await deployment.Services.ListLeftStoppedAsync(cancellationToken).ConfigureAwait(false);
            if (left.Count > 0) await deployment.Services.StartAsync(left, cancellationToken).ConfigureAwait(false);
            return result with
            {
                Changed = true, To = outcome.Revision, SafetyBackup = safety, Output = outcome.Output, LogFile = outcome.LogFile,
                Services = plan.Facts.Services.Union(left).ToArray(), Duration = Stopwatch.GetElapsedTime(begin), Phases = clock.Durations,
            };
        }
    }

    private async Task<bool> ServesAsync(CancellationToken cancellationToken) =>
        await ComposeBackend.FindAsync(deployment.Containers!, deployment.Target.Project!, ComposeBackend.Backend, cancellationToken).ConfigureAwait(false)
            is { State: ContainerState.Running } backend && (backend.Health == ContainerHealth.Healthy || (backend.Health == ContainerHealth.None && backend.RestartCount == 0));
}

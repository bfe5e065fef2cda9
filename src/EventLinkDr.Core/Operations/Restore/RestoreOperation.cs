using System.Diagnostics;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres.Databases;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Restore;

/// <summary>Puts a backup back. What is there is replaced only by what was proven, and on every way out it serves or its replacement does.</summary>
public sealed class RestoreOperation
{
    private readonly IDeployment _deployment;
    private readonly Func<BackupSet, BackupDecryption?, IOperationObserver, CancellationToken, Task<IRestoreContent>> _open;

    /// <summary>Restores backups of a store.</summary>
    /// <param name="deployment">Where to.</param>
    /// <param name="store">Where they are.</param>
    public RestoreOperation(IDeployment deployment, IBackupStore store)
        : this(deployment, (backup, decryption, observer, cancellationToken) => DumpContent.OpenAsync(store, backup, decryption, observer, cancellationToken))
    {
    }

    internal RestoreOperation(IDeployment deployment, Func<BackupSet, IOperationObserver, CancellationToken, Task<IRestoreContent>> open)
        : this(deployment, (backup, _, observer, cancellationToken) => open(backup, observer, cancellationToken))
    {
    }

    private RestoreOperation(IDeployment deployment, Func<BackupSet, BackupDecryption?, IOperationObserver, CancellationToken, Task<IRestoreContent>> open)
    {
        _deployment = deployment;
        _open = open;
    }

    /// <summary>What opens encrypted backups; must live until the restore has ended.</summary>
    public BackupDecryption? Decryption { get; init; }

    /// <summary>Takes a backup of the database before an in-place restore and returns its name; null where there is no place for one.</summary>
    public Func<IOperationObserver, CancellationToken, Task<string>>? SafetyBackup { get; init; }

    /// <summary>Tells whether the running code knows a schema revision; null where that cannot be asked.</summary>
    public Func<string, CancellationToken, Task<bool?>>? KnowsRevision { get; init; }

    /// <summary>Looks at backup and server and says what would be done. Changes nothing.</summary>
    /// <param name="backup">The backup, as the catalog lists it.</param>
    /// <param name="options">How.</param>
    /// <param name="observer">A dump without a manifest is read from front to back here; this is told how far.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DrException">Whatever keeps the restore from being made; see <see cref="RestorePlan"/>.</exception>
    public async Task<RestorePlan> PrepareAsync(BackupSet backup, RestoreOptions options, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(backup);
        ArgumentNullException.ThrowIfNull(options);
        // Whether one without a manifest is a backup only shows when it is opened.
        if (!backup.Encrypted) RestorePreconditions.CheckBackup(backup);
        var mode = RestorePlanner.ModeOf(options);
        var content = await _open(backup, Decryption, observer, cancellationToken).ConfigureAwait(false);
        var facts = await new RestoreFactsReader(_deployment).ReadAsync(content.Facts, mode, options.NewName ?? _deployment.Target.Database, cancellationToken)
            .ConfigureAwait(false);
        var known = KnowsRevision is not null && mode != RestoreMode.NewDatabase && content.Facts.Backup.Revision is { } revision
            ? await KnowsRevision(revision, cancellationToken).ConfigureAwait(false)
            : null;
        return RestorePlanner.Plan(options, content, facts with { RevisionKnown = known, CanTakeSafetyBackup = SafetyBackup is not null });
    }

    /// <summary>Restores. On failure and when stopped, what was begun is cleaned up and the old database serves.</summary>
    /// <exception cref="DrException">
    /// <c>RestoreInProgress</c>, <c>LoadFailed</c>, <c>ProofFailed</c>, <c>SwapFailed</c>, <c>ServiceUnhealthy</c>, <c>ServerDiskFull</c>,
    /// <c>ServerUnreachable</c> and those of reading the backup.
    /// </exception>
    public async Task<RestoreResult> RunAsync(RestorePlan plan, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(observer);
        var clock = new PhaseClock(observer);
        var begin = Stopwatch.GetTimestamp();
        await new LeftoverCleanup(_deployment).RunAsync(clock, cancellationToken).ConfigureAwait(false);
        RestoreOutcome outcome;
        var held = await RunLock.AcquireAsync(_deployment.Server, plan.Database, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            outcome = plan.Mode == RestoreMode.InPlace
                ? await new RestoreInPlace(_deployment, plan, SafetyBackup, clock).RunAsync(cancellationToken).ConfigureAwait(false)
                : await new RestoreBeside(_deployment, plan, held, clock).RunAsync(cancellationToken).ConfigureAwait(false);
        }

        observer.Milestone($"{plan.Database} holds {plan.Backup.Name}");
        return new RestoreResult
        {
            Mode = plan.Mode,
            Backup = plan.Backup,
            Database = plan.Database,
            Proof = outcome.Proof,
            PreviousDatabase = plan.PreviousDatabase,
            SafetyBackup = outcome.SafetyBackup,
            Services = plan.Services,
            Omitted = (string[])[.. plan.Omitted, .. outcome.Loaded.Skipped.Select(skipped => skipped.ToString())],
            MeasuredRecoveryTime = Stopwatch.GetElapsedTime(begin),
            MeasuredDataLoss = DataLoss(plan, outcome.Stopped),
            Phases = clock.Durations,
        };
    }

    /// <summary>Loads the backup of a plan for a new database and proves it, then drops what it made: a rehearsal.</summary>
    /// <exception cref="DrException">As <see cref="RunAsync"/>.</exception>
    public async Task<ProofReport> TryAsync(RestorePlan plan, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(observer);
        if (plan.Mode != RestoreMode.NewDatabase) throw new ArgumentException("A rehearsal needs the plan of a new database.", nameof(plan));
        var held = await RunLock.AcquireAsync(_deployment.Server, plan.Database, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false)) return await new RestoreBeside(_deployment, plan, held, observer).TryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static TimeSpan? DataLoss(RestorePlan plan, DateTimeOffset? stopped) =>
        plan.Facts.Content.Manifest is { } manifest && stopped is { } end ? TimeSpan.FromTicks(Math.Max(0, (end - manifest.SnapshotTime).Ticks)) : null;
}

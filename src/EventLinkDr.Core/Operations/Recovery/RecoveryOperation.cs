using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Journal;
using EventLinkDr.Operations.Replication;
using EventLinkDr.Operations.Reporting;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Recovery;

/// <summary>The runbook: from "the database is gone" to "students register again", step by step, each written down before and after.</summary>
public sealed class RecoveryOperation
{
    private readonly IDeployment _deployment;
    private readonly IBackupStore? _store;
    private readonly SwitchParties? _parties;

    /// <summary>A recovery that restores a backup.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="store">Where the backup is.</param>
    public RecoveryOperation(IDeployment deployment, IBackupStore store) => (_deployment, _store) = (deployment, store);

    /// <summary>A recovery that promotes a standby.</summary>
    /// <param name="parties">The servers and what stands round them.</param>
    public RecoveryOperation(SwitchParties parties) => (_deployment, _parties, Stores) = (new PromotedDeployment(parties), parties, parties.Stores);

    /// <summary>Name of the directory below the place of the backup that final backups go to.</summary>
    public const string FinalDirectory = "final";

    /// <summary>
    /// Where the final backup goes; null for the place of the backup. A place of its own keeps the saved damage from being the newest backup of all.
    /// </summary>
    public IBackupStore? FinalStore { get; init; }

    /// <summary>Opens the store of a journal that is kept in one; null where none can be.</summary>
    public IStoreOpener? Stores { get; init; }

    /// <summary>What opens an encrypted backup; must live until the recovery has ended.</summary>
    public BackupDecryption? Decryption { get; init; }

    /// <summary>To whom the final backup is encrypted; null to leave it in the clear.</summary>
    public BackupEncryption? Encryption { get; init; }

    /// <summary>Is asked before each step; answered with no, the run stops there and can be gone on with.</summary>
    public Func<RecoveryPlanStep, CancellationToken, Task<bool>>? Approve { get; init; }

    /// <summary>Whether a container may be made, while planning, to ask the code of a backend that does not run.</summary>
    public bool MayCreateContainer { get; init; } = true;

    /// <summary>Looks at everything and says what would be done. Changes nothing.</summary>
    /// <param name="backup">The backup to restore, as the catalog lists it.</param>
    /// <param name="options">How.</param>
    /// <param name="observer">A dump without a manifest is read from front to back here; this is told how far.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DrException">
    /// <c>RecoveryUnfinished</c>, <c>RecoveryNotFound</c>, <c>RevisionUnknown</c>, <c>ServerUnreachable</c>, and whatever keeps the restore from being made.
    /// </exception>
    public async Task<RecoveryPlan> PrepareAsync(BackupSet backup, RecoveryOptions options, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(backup);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(observer);
        if (_store is null) throw new InvalidOperationException("This recovery promotes a standby.");
        var facts = await new RecoveryFactsReader(_deployment, Stores, MayCreateContainer).OfRestoreAsync(backup, _store, Decryption, options, observer, cancellationToken).ConfigureAwait(false);
        return RecoveryPlanner.Plan(options, facts with { Destination = (FinalStore ?? _store).Location });
    }

    /// <summary>Looks at everything and says what would be done to promote the standby. Changes nothing.</summary>
    /// <exception cref="DrException">
    /// <c>RecoveryUnfinished</c>, <c>RecoveryNotFound</c>, <c>RevisionUnknown</c>, <c>ServerUnreachable</c>, and whatever keeps the switch from being made.
    /// </exception>
    public async Task<RecoveryPlan> PreparePromotionAsync(RecoveryOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (_parties is null) throw new InvalidOperationException("This recovery restores a backup.");
        return RecoveryPlanner.Plan(options, await new RecoveryFactsReader(_deployment, Stores, MayCreateContainer).OfPromotionAsync(_parties, options, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Runs the steps, or those that are left. Stopped or failed, maintenance stays on and the run can be gone on with.</summary>
    /// <exception cref="DrException"><c>RecoveryStopped</c>, its subject the <see cref="RecoveryResult"/> so far; <c>RecoveryInProgress</c>; <c>ConfirmationNeeded</c> before the first step.</exception>
    public async Task<RecoveryResult> RunAsync(RecoveryPlan plan, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(observer);
        var approved = await ApproveFirstAsync(plan, cancellationToken).ConfigureAwait(false);
        using var held = RecoveryLock.Take(plan.Facts.Journal);
        var journal = await OpenJournalAsync(plan, observer, cancellationToken).ConfigureAwait(false);
        await using var _ = journal.ConfigureAwait(false);
        var context = new RecoveryContext(_deployment, plan, journal, observer)
        {
            Stores = Stores, Store = _store, FinalStore = FinalStore ?? _store, Parties = _parties, Decryption = Decryption, Encryption = Encryption,
        };
        try
        {
            var result = await new RecoveryRun(context, Approve, approved).RunAsync(cancellationToken).ConfigureAwait(false);
            Report(plan.Options, result, observer);
            return result;
        }
        catch (OperationCanceledException)
        {
            observer.Warning("the recovery was stopped; what it had closed stays closed. Go on with -Resume.");
            Report(plan.Options, RecoveryResults.Of(journal.Content, journal.Path, succeeded: false), observer);
            throw;
        }
        catch (DrException error) when (error.Subject is RecoveryResult soFar)
        {
            Report(plan.Options, soFar, observer);
            throw;
        }
    }

    private async Task<RunJournal<RecoveryRecord>> OpenJournalAsync(RecoveryPlan plan, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var location = plan.Facts.Journal;
        if (!plan.Options.Resume)
            return await RunJournal<RecoveryRecord>.BeginAsync(location, Stores, "recovery", plan.Subject, await FirstRecordAsync(plan, cancellationToken).ConfigureAwait(false), observer).ConfigureAwait(false);
        var journal = await RunJournal<RecoveryRecord>.FindUnfinishedAsync(location, Stores, observer, cancellationToken).ConfigureAwait(false)
            ?? throw new DrException(ErrorTable.RecoveryNotFound, $"{location.Path} holds no unfinished recovery any more") { Subject = location.Path };
        try
        {
            await journal.RememberAsync(record => record with
            {
                Resumed = record.Resumed + 1,
                RpoObjective = plan.Options.RpoObjective ?? record.RpoObjective,
                RtoObjective = plan.Options.RtoObjective ?? record.RtoObjective,
            }).ConfigureAwait(false);
            return journal;
        }
        catch
        {
            await journal.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<RecoveryRecord> FirstRecordAsync(RecoveryPlan plan, CancellationToken cancellationToken) => new()
    {
        Target = plan.Subject,
        BackupPath = plan.Backup?.Path,
        BackupName = plan.Backup?.Name,
        BackupTime = plan.Backup?.Time,
        BackupHasManifest = plan.Backup?.Manifest is not null,
        Promotes = plan.Standby,
        // A connection string may hold a password.
        Standby = plan.Options.Standby is { } name && !name.Contains('=', StringComparison.Ordinal) && !name.Contains("://", StringComparison.Ordinal) ? name : null,
        SwitchJournal = plan.Facts.Switch?.JournalPath,
        FormerSwitch = plan.Facts.Switch?.Facts.Journal is { } inner
            ? (await RunJournal<SwitchRecord>.ReadAsync(inner, Stores, cancellationToken).ConfigureAwait(false))?.Run : null,
        RpoObjective = plan.Options.RpoObjective,
        RtoObjective = plan.Options.RtoObjective,
        ServerVersion = plan.Facts.Restore?.Facts.State.Version.ToString(),
    };

    /// <summary>Asked before anything is written down: where nobody can answer, or the answer is no, nothing has begun.</summary>
    private async Task<RecoveryStepName?> ApproveFirstAsync(RecoveryPlan plan, CancellationToken cancellationToken)
    {
        if (Approve is not { } ask || plan.Schedule.FirstOrDefault(step => step.Skipped is null) is not { } first) return null;
        if (await ask(first, cancellationToken).ConfigureAwait(false)) return first.Name;
        throw new DrException(ErrorTable.ConfirmationNeeded, $"the question before the step {first.Name} was not answered with yes; nothing was changed") { Remedy = "Answer y to go on." };
    }

    /// <summary>A report that cannot be written does not make a recovery fail.</summary>
    private static void Report(RecoveryOptions options, RecoveryResult result, IOperationObserver observer)
    {
        if (options.ReportPath is not { } path) return;
        try
        {
            observer.Milestone($"report: {ReportOperation.Run(ReportOperation.Prepare(result, path, force: true)).Path}");
        }
        catch (DrException error)
        {
            observer.Warning($"the report could not be written: {error.Message}");
        }
    }
}

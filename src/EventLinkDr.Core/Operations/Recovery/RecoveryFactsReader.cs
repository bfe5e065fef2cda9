using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Journal;
using EventLinkDr.Operations.Recovery.Steps;
using EventLinkDr.Operations.Replication;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Operations.Schema;
using EventLinkDr.Postgres;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Recovery;

/// <summary>Collects the facts a recovery is planned on. Changes nothing.</summary>
internal sealed class RecoveryFactsReader(IDeployment deployment, IStoreOpener? stores, bool mayCreateContainer)
{
    /// <summary>Facts of a recovery that restores a backup.</summary>
    public async Task<RecoveryFacts> OfRestoreAsync(BackupSet backup, IBackupStore store, BackupDecryption? decryption, RecoveryOptions options, IOperationObserver observer,
        CancellationToken cancellationToken)
    {
        var opened = !backup.Encrypted ? backup
            : await EncryptedSet.OpenAsync(store, backup, decryption ?? throw EncryptedSet.NoKey(backup), cancellationToken).ConfigureAwait(false);
        RestorePreconditions.CheckBackup(opened);
        var facts = await ReadAsync(deployment.Target, options, cancellationToken).ConfigureAwait(false);
        RecoveryPlanner.CheckRun(options, facts with { Backup = opened });
        var tables = await DatabaseContent.CountTablesAsync(deployment.Server, deployment.Target.Database, cancellationToken).ConfigureAwait(false);
        return facts with
        {
            Backup = opened,
            Listed = backup,
            Revision = opened.Revision,
            DatabaseExists = tables is not null,
            Tables = tables ?? 0,
            // What keeps the restore from being made must be known before registrations are closed.
            Restore = IsLeft(facts, options, RecoveryStepName.Restore)
                ? await new RestoreOperation(new HeldDeployment(deployment), store) { Decryption = decryption }.PrepareAsync(backup, RestoreStep.OptionsOf(options), observer, cancellationToken).ConfigureAwait(false)
                : null,
        };
    }

    /// <summary>Facts of a recovery that promotes a standby.</summary>
    public async Task<RecoveryFacts> OfPromotionAsync(SwitchParties parties, RecoveryOptions options, CancellationToken cancellationToken)
    {
        var facts = await ReadAsync(parties.PrimaryTarget, options, cancellationToken).ConfigureAwait(false) with { Promotes = parties.Standby.Description, DatabaseExists = true };
        // An interrupted switch inside it must not be named first.
        RecoveryPlanner.CheckRun(options, facts);
        var record = options.Resume ? facts.Unfinished : null;
        var journal = await RecoverySwitch.FindAsync(options, facts.Journal, record, stores, cancellationToken).ConfigureAwait(false);
        var switches = IsLeft(facts, options, RecoveryStepName.Promote) && !RecoverySwitch.IsMade(journal);
        return facts with
        {
            Switch = switches
                ? await new SwitchOperation(parties).PrepareAsync(RecoverySwitch.OptionsOf(options, facts.Journal, record, journal, mayTurn: true), cancellationToken).ConfigureAwait(false) : null,
            Revision = await ReadRevisionAsync(parties, cancellationToken).ConfigureAwait(false),
        };
    }

    private async Task<RecoveryFacts> ReadAsync(EventLinkTarget target, RecoveryOptions options, CancellationToken cancellationToken)
    {
        var location = RecoveryJournal.LocationOf(target, options.JournalPath);
        var last = await RunJournal<RecoveryRecord>.ReadAsync(location, stores, cancellationToken).ConfigureAwait(false);
        var unfinished = last is { Ended: null } ? last : null;
        var (code, hasBackend) = await ReadCodeAsync(cancellationToken).ConfigureAwait(false);
        return new RecoveryFacts
        {
            Target = target.ToString(),
            Database = target.Database,
            Journal = location,
            Unfinished = unfinished?.Facts,
            UnfinishedPlace = unfinished?.Place(),
            UnfinishedBegun = unfinished?.Begun,
            LastDurations = last is { Ended: not null } ? Durations(last) : new Dictionary<RecoveryStepName, TimeSpan>(),
            HasProject = deployment.Target is { Project: not null, ProjectDirectory: not null } && deployment.Containers is not null,
            HasBackend = hasBackend,
            Services = await deployment.Services.ListRunningAsync(cancellationToken).ConfigureAwait(false),
            Code = code,
            Now = DateTimeOffset.UtcNow,
        };
    }

    private async Task<(CodeRevisions? Code, bool HasBackend)> ReadCodeAsync(CancellationToken cancellationToken)
    {
        if (deployment is not { Containers: { } host, Target.Project: { } project }
            || await ComposeBackend.FindAsync(host, project, ComposeBackend.Backend, cancellationToken).ConfigureAwait(false) is null) return (null, false);
        return (await new CodeReader(deployment, mayCreateContainer).ReadAsync(cancellationToken).ConfigureAwait(false), true);
    }

    private static async Task<string?> ReadRevisionAsync(SwitchParties parties, CancellationToken cancellationToken)
    {
        try
        {
            var session = await parties.OpenAsync(parties.Standby, new SwitchOptions().ConnectTimeout, cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false)) return await AlembicRevision.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        }
        catch (DrException error) when (error.Kind == ErrorTable.DatabaseNotFound)
        {
            return null;
        }
    }

    private static bool IsLeft(RecoveryFacts facts, RecoveryOptions options, RecoveryStepName step) =>
        !options.SkipSteps.Contains(step) && !(options.Resume && facts.Unfinished?.Ended(step) == true);

    private static Dictionary<RecoveryStepName, TimeSpan> Durations(JournalContent<RecoveryRecord> last) =>
        last.Facts.Steps.Where(step => step is { Status: RecoveryStepStatus.Done, Duration: not null }).ToDictionary(step => step.Name, step => step.Duration!.Value);
}

using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Journal;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Operations.Recovery.Steps;
using EventLinkDr.Operations.Schema;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Recovery;

/// <summary>Collects the facts a recovery is planned on. Changes nothing.</summary>
internal sealed class RecoveryFactsReader(IDeployment deployment, IBackupStore store, BackupDecryption? decryption, bool mayCreateContainer)
{
    /// <summary>Where the final backup goes, for a person.</summary>
    public required string Destination { get; init; }

    public async Task<RecoveryFacts> ReadAsync(BackupSet backup, RecoveryOptions options, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var opened = !backup.Encrypted ? backup
            : await EncryptedSet.OpenAsync(store, backup, decryption ?? throw EncryptedSet.NoKey(backup), cancellationToken).ConfigureAwait(false);
        RestorePreconditions.CheckBackup(opened);
        var path = RecoveryJournal.PathOf(deployment.Target, options.JournalPath);
        var last = RecoveryJournal.Read(path);
        var unfinished = last is { Ended: null } ? last : null;
        var tables = await DatabaseContent.CountTablesAsync(deployment.Server, deployment.Target.Database, cancellationToken).ConfigureAwait(false);
        var (code, hasBackend) = await ReadCodeAsync(cancellationToken).ConfigureAwait(false);
        return new RecoveryFacts
        {
            Target = deployment.Target.ToString(),
            Database = deployment.Target.Database,
            Backup = opened,
            Listed = backup,
            JournalPath = path,
            Unfinished = unfinished?.Facts,
            UnfinishedPlace = unfinished?.Place(),
            UnfinishedBegun = unfinished?.Begun,
            LastDurations = last is { Ended: not null } ? Durations(last) : new Dictionary<RecoveryStepName, TimeSpan>(),
            DatabaseExists = tables is not null,
            Tables = tables ?? 0,
            HasProject = deployment.Target is { Project: not null, ProjectDirectory: not null } && deployment.Containers is not null,
            HasBackend = hasBackend,
            Services = await deployment.Services.ListRunningAsync(cancellationToken).ConfigureAwait(false),
            Destination = Destination,
            Code = code,
            Restore = await PlanRestoreAsync(backup, options, unfinished, observer, cancellationToken).ConfigureAwait(false),
            Now = DateTimeOffset.UtcNow,
        };
    }

    private async Task<(CodeRevisions? Code, bool HasBackend)> ReadCodeAsync(CancellationToken cancellationToken)
    {
        if (deployment is not { Containers: { } host, Target.Project: { } project }
            || await ComposeBackend.FindAsync(host, project, ComposeBackend.Backend, cancellationToken).ConfigureAwait(false) is null) return (null, false);
        return (await new CodeReader(deployment, mayCreateContainer).ReadAsync(cancellationToken).ConfigureAwait(false), true);
    }

    /// <summary>What keeps the restore from being made must be known before registrations are closed.</summary>
    private async Task<RestorePlan?> PlanRestoreAsync(BackupSet backup, RecoveryOptions options, JournalContent<RecoveryRecord>? unfinished, IOperationObserver observer,
        CancellationToken cancellationToken)
    {
        if (options.SkipSteps.Contains(RecoveryStepName.Restore) || (options.Resume && unfinished?.Facts.Ended(RecoveryStepName.Restore) == true)) return null;
        return await new RestoreOperation(new HeldDeployment(deployment), store) { Decryption = decryption }
            .PrepareAsync(backup, RestoreStep.OptionsOf(options), observer, cancellationToken).ConfigureAwait(false);
    }

    private static Dictionary<RecoveryStepName, TimeSpan> Durations(JournalContent<RecoveryRecord> last) =>
        last.Facts.Steps.Where(step => step is { Status: RecoveryStepStatus.Done, Duration: not null }).ToDictionary(step => step.Name, step => step.Duration!.Value);
}

using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Journal;
using EventLinkDr.Operations.Replication;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Recovery;

/// <summary>What every step works with.</summary>
internal sealed record RecoveryContext(IDeployment Deployment, RecoveryPlan Plan, RunJournal<RecoveryRecord> Journal, IOperationObserver Observer)
{
    /// <summary>Where the backup is; null when a standby is promoted.</summary>
    public IBackupStore? Store { get; init; }

    public IBackupStore? FinalStore { get; init; }

    /// <summary>The servers of the switch; null when a backup is restored.</summary>
    public SwitchParties? Parties { get; init; }

    public BackupDecryption? Decryption { get; init; }

    public BackupEncryption? Encryption { get; init; }

    /// <summary>Opens the store of a journal that is kept in one.</summary>
    public IStoreOpener? Stores { get; init; }

    public RecoveryOptions Options => Plan.Options;

    public BackupSet? Backup => Plan.Backup;

    public string Database => Deployment.Target.Database;

    public RecoveryRecord Record => Journal.Facts;

    /// <summary>Root of the API as it is now: a recreated backend may have another address.</summary>
    public async Task<Uri?> FindApiAsync(CancellationToken cancellationToken)
    {
        if (Options.Api is not null) return Options.Api;
        if (Deployment is not { Containers: { } host, Target.Project: { } project }) return null;
        var backend = await ComposeBackend.FindAsync(host, project, ComposeBackend.Backend, cancellationToken).ConfigureAwait(false);
        return backend is null ? null : ComposeBackend.ApiOf(backend);
    }
}

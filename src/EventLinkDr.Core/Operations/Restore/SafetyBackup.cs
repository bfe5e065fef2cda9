using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Restore;

/// <summary>The backup that is taken before a database is replaced in place.</summary>
public static class SafetyBackup
{
    /// <summary>Takes it into a store, under the usual name.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="store">Where it goes.</param>
    /// <param name="encryption">To whom it is encrypted; null to leave it in the clear.</param>
    /// <returns>What <see cref="RestoreOperation.SafetyBackup"/> takes.</returns>
    public static Func<IOperationObserver, CancellationToken, Task<string>> Into(IDeployment deployment, IBackupStore store, BackupEncryption? encryption = null) => async (observer, cancellationToken) =>
    {
        var operation = new BackupOperation(deployment, store);
        var plan = await operation.PrepareAsync(new BackupOptions { Encryption = encryption }, cancellationToken).ConfigureAwait(false);
        return (await operation.RunAsync(plan, observer, cancellationToken).ConfigureAwait(false)).Backup.Path;
    };
}

using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Verify;

/// <summary>Loads a backup into a throwaway database, reads it back, drops it: on the deployment's server, or on one started for this.</summary>
internal sealed class RestoreCheck(IBackupStore store, IAdapters adapters, IDeployment? deployment, BackupDecryption? decryption)
{
    /// <exception cref="DrException">
    /// <c>LoadFailed</c>, <c>ProofFailed</c> and the like when the backup does not hold; <c>NoThrowawayServer</c> and a restore's preconditions otherwise.
    /// </exception>
    public async Task<ProofReport> RunAsync(BackupSet backup, int jobs, IOperationObserver observer, CancellationToken cancellationToken)
    {
        if (deployment is not null) return await TryAsync(deployment, backup, jobs, observer, cancellationToken).ConfigureAwait(false);
        var server = await ServerForBackup.StartAsync(adapters, backup.Manifest, observer, cancellationToken).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            var reached = await adapters.Deployments.ConnectAsync(server.Target with { Database = "postgres" }, new ConnectOptions(), observer, cancellationToken).ConfigureAwait(false);
            await using (reached.ConfigureAwait(false))
            {
                await ServerForBackup.CreateRolesAsync(reached.Server, backup.Manifest?.Roles ?? [], cancellationToken).ConfigureAwait(false);
                return await TryAsync(reached, backup, jobs, observer, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<ProofReport> TryAsync(IDeployment on, BackupSet backup, int jobs, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var restore = new RestoreOperation(on, store) { Decryption = decryption };
        // Whose rows they are is no part of the proof, so roles that only the real server has are no obstacle.
        var options = new RestoreOptions { Mode = RestoreMode.NewDatabase, Jobs = jobs, SkipMissingRole = true };
        var rehearsal = await restore.PrepareAsync(backup, options, observer, cancellationToken).ConfigureAwait(false);
        return await restore.TryAsync(rehearsal, observer, cancellationToken).ConfigureAwait(false);
    }
}

using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Drill;

/// <summary>Looks at a deployment and a backup before a drill. Changes nothing, and needs no database.</summary>
internal sealed class DeploymentDrillFactsReader(IAdapters adapters, IBackupStore store, BackupDecryption? decryption)
{
    public async Task<DeploymentDrillFacts> ReadAsync(BackupSet backup, EventLinkTarget target, CancellationToken cancellationToken)
    {
        var opened = !backup.Encrypted ? backup
            : await EncryptedSet.OpenAsync(store, backup, decryption ?? throw EncryptedSet.NoKey(backup), cancellationToken).ConfigureAwait(false);
        RestorePreconditions.CheckBackup(opened);
        var (backend, why) = await FindBackendAsync(target, cancellationToken).ConfigureAwait(false);
        return new DeploymentDrillFacts
        {
            Target = target,
            Backup = opened,
            Listed = backup,
            Backend = backend,
            WithoutBackend = why,
            DatabaseContainer = backend is null ? null : await FindDatabaseAsync(target, cancellationToken).ConfigureAwait(false),
            Now = DateTimeOffset.UtcNow,
        };
    }

    private async Task<(ContainerDetails? Backend, string? Why)> FindBackendAsync(EventLinkTarget target, CancellationToken cancellationToken)
    {
        if (target.Project is not { } project) return (null, "the target is no compose project");
        try
        {
            var backend = await ComposeBackend.FindAsync(adapters.Containers, project, ComposeBackend.Backend, cancellationToken).ConfigureAwait(false);
            return (backend, backend is null ? $"compose project {project} has no container of it" : null);
        }
        catch (DrException error) when (error.Kind == ErrorTable.EngineUnreachable)
        {
            return (null, "the container engine cannot be reached");
        }
    }

    /// <summary>A database that is elsewhere, or whose container is gone, leaves no image to take.</summary>
    private async Task<ContainerDetails?> FindDatabaseAsync(EventLinkTarget target, CancellationToken cancellationToken)
    {
        try
        {
            return target.Container is { } name ? await adapters.Containers.InspectAsync(name, cancellationToken).ConfigureAwait(false)
                : await ComposeBackend.FindAsync(adapters.Containers, target.Project!, ComposeProject.DatabaseService, cancellationToken).ConfigureAwait(false);
        }
        catch (DrException error) when (error.Kind == ErrorTable.ContainerNotFound)
        {
            return null;
        }
    }
}

using System.Management.Automation;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Storage;

namespace EventLinkDr.PowerShell.Binding;

/// <summary>Which backups a command is told to act on: an object from the pipeline, else a path as it is, else a path with wildcards.</summary>
internal static class BackupPaths
{
    /// <summary>
    /// Full paths, and an error for each item that leads nowhere. An object that comes down the pipeline also binds to the path parameters, as
    /// text, so the object is looked at first.
    /// </summary>
    /// <exception cref="DrException"><c>BackupNotFound</c>, <c>StoreUnavailable</c>: there is nothing to act on.</exception>
    public static (IReadOnlyList<string> Found, IReadOnlyList<DrException> Missing) Of(SessionState session, BackupSet? backup, string[]? literalPath, string[]? path)
    {
        // PowerShell makes a backup of any object that has a Path, and that path may be relative.
        if (backup is not null) return ([string.IsNullOrEmpty(backup.Path) ? throw Nothing() : ProviderPath.OfNew(session, backup.Path)], []);
        var found = new List<string>();
        var missing = new List<DrException>();
        foreach (var item in literalPath ?? path ?? throw Nothing())
        {
            try
            {
                found.AddRange(literalPath is null ? ProviderPath.OfExisting(session, item) : [ProviderPath.OfNew(session, item)]);
            }
            catch (DrException error)
            {
                missing.Add(error);
            }
        }

        return found.Count > 0 ? (found, missing) : throw missing[0];
    }

    /// <summary>The store of a backup, and the name of its data file.</summary>
    /// <exception cref="DrException"><c>BackupNotFound</c>, <c>LocationInvalid</c>, <c>StoreCredentialMissing</c>.</exception>
    public static (IBackupStore Store, string Name) Open(string path, IStoreOpener stores)
    {
        var place = BackupPlace.ForReading(path, stores);
        return (place.Store, place.Name ?? throw new DrException(ErrorTable.BackupNotFound, $"{path} is a place of backups, not one of them")
        {
            Subject = path, Remedy = $"Choose one of its backups: Get-EventLinkBackup '{path}' -Latest | …",
        });
    }

    private static DrException Nothing() =>
        new(ErrorTable.BackupNotFound, "no backup is named") { Remedy = "Give -Path, or pipe one in: Get-EventLinkBackup -Latest | …" };
}

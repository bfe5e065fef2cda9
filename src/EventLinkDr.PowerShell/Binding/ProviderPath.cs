using System.Management.Automation;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.PowerShell.Binding;

/// <summary>Paths as PowerShell means them: relative to its location, with its drives, with wildcards. Addresses of stores are left as they are. Only on the pipeline's thread.</summary>
internal static class ProviderPath
{
    private const string FileSystem = "FileSystem";

    /// <summary>PowerShell's location, which is not the directory of the process.</summary>
    public static string Current(SessionState session) => session.Path.CurrentFileSystemLocation.ProviderPath;

    /// <summary>The full path of something that need not exist; a separator at its end is kept, for it says that a directory is meant.</summary>
    /// <exception cref="DrException"><c>StoreUnavailable</c>.</exception>
    public static string OfNew(SessionState session, string path)
    {
        if (BackupLocation.IsAddress(path)) return path;
        string full;
        ProviderInfo provider;
        try
        {
            full = session.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _);
        }
        catch (SessionStateException error)
        {
            throw NotAPath(path, error);
        }

        EnsureFiles(path, provider);
        return Path.EndsInDirectorySeparator(path) && !Path.EndsInDirectorySeparator(full) ? full + Path.DirectorySeparatorChar : full;
    }

    /// <summary>The full paths that a path with wildcards stands for; at least one. Manifests and proofs, which lie beside dumps, fit no wildcard.</summary>
    /// <exception cref="DrException"><c>BackupNotFound</c>, <c>StoreUnavailable</c>.</exception>
    public static IReadOnlyList<string> OfExisting(SessionState session, string path)
    {
        if (BackupLocation.IsAddress(path)) return [path];
        try
        {
            var found = session.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
            EnsureFiles(path, provider);
            List<string> fitting = [.. found.Where(item => !WildcardPattern.ContainsWildcardCharacters(path) || Directory.Exists(item) || DataFileName.Is(Path.GetFileName(item)))];
            return fitting.Count > 0 ? fitting : throw NotFound(path, null);
        }
        catch (ItemNotFoundException error)
        {
            throw NotFound(path, error);
        }
        catch (SessionStateException error)
        {
            throw NotAPath(path, error);
        }
    }

    private static void EnsureFiles(string path, ProviderInfo provider)
    {
        if (provider.Name != FileSystem) throw NotAPath(path, null);
    }

    private static DrException NotFound(string path, Exception? inner) =>
        new(ErrorTable.BackupNotFound, inner is null ? $"nothing fits {path}" : $"there is no file or directory {path}", inner)
        {
            Subject = path, Remedy = "Give the path of a backup, or of the directory that holds them.",
        };

    private static DrException NotAPath(string path, Exception? inner) =>
        new(ErrorTable.StoreUnavailable, $"{path} does not lead to a file or directory", inner) { Subject = path, Remedy = "Give a path of the file system." };
}

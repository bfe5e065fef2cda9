using EventLinkDr.Diagnostics;

namespace EventLinkDr.Storage;

/// <summary>Where a path leads: the store, and the file in it when the path names one.</summary>
/// <param name="Store">The store.</param>
/// <param name="Name">Name of the file; null when the path is a directory.</param>
public sealed record BackupPlace(IBackupStore Store, string? Name)
{
    /// <summary>Where backups are when no path is given, below the current directory.</summary>
    public const string DefaultDirectory = "backups";

    /// <summary>A place to write to. A directory that exists, or a path that ends with a separator, is a directory; any other path is the file.</summary>
    /// <param name="path">Full path, or one relative to the process's directory.</param>
    public static BackupPlace ForWriting(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Directory.Exists(path) || Path.EndsInDirectorySeparator(path) ? Of(path) : OfFile(path);
    }

    /// <summary>A place to read from: a directory, or a file that exists.</summary>
    /// <param name="path">Full path, or one relative to the process's directory.</param>
    /// <exception cref="DrException"><c>BackupNotFound</c>.</exception>
    public static BackupPlace ForReading(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) return Of(path);
        return File.Exists(path) ? OfFile(path) : throw new DrException(ErrorTable.BackupNotFound, $"there is no file or directory {path}") { Subject = path };
    }

    private static BackupPlace Of(string directory) => new(new DirectoryStore(directory), null);

    private static BackupPlace OfFile(string path)
    {
        var full = Path.GetFullPath(path);
        return new BackupPlace(new DirectoryStore(Path.GetDirectoryName(full)!), Path.GetFileName(full));
    }
}

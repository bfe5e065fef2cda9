using EventLinkDr.Storage;

namespace EventLinkDr.Cli.Input;

/// <summary>Where backups are when nothing is said.</summary>
internal static class PathOptions
{
    /// <summary><c>backups/</c> below the current directory, as the old scripts had it.</summary>
    public static string Default { get; } = BackupPlace.DefaultDirectory + Path.DirectorySeparatorChar;
}

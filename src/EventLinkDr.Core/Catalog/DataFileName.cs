namespace EventLinkDr.Catalog;

/// <summary>Which names are those of dumps.</summary>
public static class DataFileName
{
    private static readonly string[] Endings = [".sql.gz", ".sql", ".sql.gz.age", ".sql.age"];

    /// <summary>Whether a file of that name is listed as a dump.</summary>
    public static bool Is(string name) => !name.StartsWith('.') && Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a new backup may have that name: compressed, perhaps encrypted, and in the spelling that pairs it with its manifest.</summary>
    public static bool IsOfBackup(string name) => Is(name) && (name.EndsWith(".sql.gz", StringComparison.Ordinal) || name.EndsWith(".sql.gz.age", StringComparison.Ordinal));

    /// <summary>Whether a file of that name is encrypted.</summary>
    public static bool IsEncrypted(string name) => name.EndsWith(".age", StringComparison.OrdinalIgnoreCase);

    /// <summary>The names a manifest's or sidecar's data can have when it does not say.</summary>
    internal static IEnumerable<string> ForBase(string baseName) => Endings.Select(ending => baseName + ending);
}

namespace EventLinkDr.Catalog;

/// <summary>Which names are those of dumps.</summary>
internal static class DataFileName
{
    private static readonly string[] Endings = [".sql.gz", ".sql", ".sql.gz.age", ".sql.age"];

    public static bool Is(string name) => !name.StartsWith('.') && Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    public static bool IsEncrypted(string name) => name.EndsWith(".age", StringComparison.OrdinalIgnoreCase);

    /// <summary>The names a manifest's or sidecar's data can have when it does not say.</summary>
    public static IEnumerable<string> ForBase(string baseName) => Endings.Select(ending => baseName + ending);
}

namespace EventLinkDr.TestKit;

/// <summary>Files that lie beside the source tree and not in it.</summary>
public static class SharedData
{
    /// <summary>What the old backup script wrote from a freshly seeded deployment; null where the file is absent.</summary>
    public static string? OldScriptsDump { get; } = Find("eventlink-0021-sample.sql.gz");

    private static string? Find(string name)
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (Path.Combine(directory.FullName, "shared", "data", name) is var path && File.Exists(path)) return path;
        return null;
    }
}

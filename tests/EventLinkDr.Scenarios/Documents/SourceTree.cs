namespace EventLinkDr.Scenarios.Documents;

/// <summary>The tree the tests were built from.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "EventLinkDr.sln"))) directory = directory.Parent!;
        return directory.FullName;
    }
}

namespace EventLinkDr.Core.Tests.Architecture;

/// <summary>The source tree the tests were built from.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Find();

    /// <summary>Source files of a project, without what the build made.</summary>
    public static IEnumerable<string> Sources(string project)
    {
        var directory = Path.Combine(Root, "src", project);
        string[] made = [Path.Combine(directory, "bin"), Path.Combine(directory, "obj")];
        return Directory.EnumerateFiles(directory, "*.cs", SearchOption.AllDirectories).Where(file => !made.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)));
    }

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "EventLinkDr.sln"))) directory = directory.Parent!;
        return directory.FullName;
    }
}

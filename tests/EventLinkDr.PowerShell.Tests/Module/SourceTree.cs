namespace EventLinkDr.PowerShell.Tests.Module;

/// <summary>Files of the source tree that belong to the module beside its assemblies.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    public static string Pages { get; } = Path.Combine(Root, "docs", "en-US");

    public static string Manifest { get; } = Path.Combine(Root, "EventLinkDr.psd1");

    public static IReadOnlyList<string> Formats { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Root, "src", "EventLinkDr.PowerShell"), "*.Format.ps1xml", SearchOption.AllDirectories)];

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "EventLinkDr.sln"))) directory = directory.Parent!;
        return directory.FullName;
    }
}

using System.Reflection;

namespace EventLinkDr.Build;

/// <summary>Where things are in the source tree.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Everything a build leaves outside the projects' own folders.</summary>
    public static string Out { get; } = Path.Combine(Root, "out");

    public static string Solution { get; } = Path.Combine(Root, "EventLinkDr.sln");

    public static string CliProject { get; } = Path.Combine(Root, "src", "EventLinkDr.Cli");

    public static string Cli { get; } = Output(CliProject, "eventlinkdr.dll");

    /// <summary>The framework of programs and tests, which is our own.</summary>
    private static string Framework => $"net{Environment.Version.Major}.{Environment.Version.Minor}";

    public static string Output(string project, string file) => Path.Combine(project, "bin", "Release", Framework, file);

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "EventLinkDr.sln"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("The build program must run from inside the source tree.");
    }
}

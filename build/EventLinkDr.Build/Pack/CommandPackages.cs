using System.Runtime.InteropServices;

namespace EventLinkDr.Build.Pack;

/// <summary>The command in three forms: a folder for hosts with .NET, a .NET tool, and one file that needs nothing.</summary>
internal static class CommandPackages
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    public static int Make(string folder, string packages, string single)
    {
        var code = Dotnet("pack", "--no-build", "-o", packages);
        if (code == 0) code = MakeFolder(folder);
        if (code != 0) return code;
        foreach (var tool in Directory.EnumerateFiles(packages, "EventLinkDr.Tool.*.nupkg")) FixedZip.Normalize(tool);
        // The runtime comes from a registry that may be out of reach; the other forms are whole without it. Lock files of its own: those in the
        // tree know no runtime.
        code = Dotnet("publish", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "-o", single, "-p:PublishSingleFile=true", "-p:PublishReadyToRun=true", "-p:RestoreLockedMode=false",
            "-p:NuGetLockFilePath=obj/single-file.lock.json");
        if (code != 0 && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Console.Error.WriteLine("The self-contained file could not be made; see above.");
            code = 0;
        }

        return code;
    }

    /// <summary>The command for hosts of this kind that have .NET, compiled ahead of time: half of a short run would be compiling otherwise.</summary>
    public static int MakeFolder(string folder)
    {
        var code = Dotnet("publish", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "-o", folder, "-p:PublishReadyToRun=true", "-p:RestoreLockedMode=false",
            "-p:NuGetLockFilePath=obj/ready-to-run.lock.json");
        if (code == 0) return 0;
        // The compiler comes from a registry that may be out of reach, or lacks this kind of host.
        Console.Error.WriteLine("The command could not be compiled ahead of time; it is made without.");
        Directory.Delete(folder, recursive: true);
        code = BuildTask.Build(Repository.CliProject);
        return code != 0 ? code : Dotnet("publish", "--no-build", "-o", folder);
    }

    public static string ProgramIn(string folder) => Path.Combine(folder, OperatingSystem.IsWindows() ? "eventlinkdr.exe" : "eventlinkdr");

    private static int Dotnet(string verb, params string[] arguments) => Command.Run("dotnet", [verb, Repository.CliProject, "-c", "Release", "-v", "q", "-nologo", .. arguments], Limit);
}

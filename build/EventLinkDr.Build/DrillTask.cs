using System.Diagnostics;

namespace EventLinkDr.Build;

/// <summary>Builds the command line and runs its drill.</summary>
internal static class DrillTask
{
    public static int Run(string[] arguments)
    {
        // Standard output belongs to the drill: with --json it must hold nothing else.
        var start = new ProcessStartInfo("dotnet", ["build", Repository.CliProject, "-c", "Release", "-v", "q", "-nologo"])
        {
            UseShellExecute = false, RedirectStandardOutput = true,
        };
        using (var build = Process.Start(start)!)
        {
            Console.Error.Write(build.StandardOutput.ReadToEnd());
            build.WaitForExit();
            if (build.ExitCode != 0) return build.ExitCode;
        }

        return Command.Run("dotnet", [Repository.Cli, "drill", .. arguments]);
    }
}

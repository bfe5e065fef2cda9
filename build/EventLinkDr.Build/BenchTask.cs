using EventLinkDr.Build.Pack;

namespace EventLinkDr.Build;

/// <summary>Builds and runs the benchmark: the command as it is handed out, against the PostgreSQL tools.</summary>
internal static class BenchTask
{
    public static int Run(string[] arguments)
    {
        var project = Path.Combine(Repository.Root, "bench", "EventLinkDr.Bench");
        var command = Path.Combine(Repository.Out, "bench");
        var code = CommandPackages.MakeFolder(command);
        if (code == 0) code = BuildTask.Build(project);
        return code != 0 ? code : Command.Run("dotnet", [Repository.Output(project, "EventLinkDr.Bench.dll"), "--command", CommandPackages.ProgramIn(command), .. arguments]);
    }
}

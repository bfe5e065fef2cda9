namespace EventLinkDr.Build;

/// <summary>Builds and runs the benchmark against the PostgreSQL tools.</summary>
internal static class BenchTask
{
    public static int Run(string[] arguments)
    {
        var project = Path.Combine(Repository.Root, "bench", "EventLinkDr.Bench");
        var code = BuildTask.Build(project);
        return code != 0 ? code : Command.Run("dotnet", [Repository.Output(project, "EventLinkDr.Bench.dll"), .. arguments]);
    }
}

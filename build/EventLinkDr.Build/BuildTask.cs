namespace EventLinkDr.Build;

/// <summary>Builds everything; the module's own project then leaves the importable module in <c>out/EventLinkDr/</c>.</summary>
internal static class BuildTask
{
    public static int Run() => Build(Repository.Solution);

    /// <summary>Release build of the solution or of one project.</summary>
    public static int Build(string what) => Command.Run("dotnet", ["build", what, "-c", "Release", "-v", "q", "-nologo"]);
}

namespace EventLinkDr.Bench;

/// <summary>How our command is started.</summary>
/// <param name="path">The program; null for the assembly beside the benchmark.</param>
internal sealed class OurCommand(string? path)
{
    private static readonly string Assembly = System.IO.Path.Combine(AppContext.BaseDirectory, "eventlinkdr.dll");

    public (Measurement Measured, string Output) Run(IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        path is null ? ProcessMeter.Run("dotnet", [Assembly, .. arguments], environment) : ProcessMeter.Run(path, arguments, environment);
}

using System.Globalization;
using System.Text.Json;

namespace EventLinkDr.Bench;

/// <summary>Runs ours and the tools it stands beside on one server.</summary>
internal sealed class Tools(BenchServer server, OurCommand command)
{
    public const int Jobs = 2;

    public string File(string name) => Path.Combine(server.Directory, name);

    /// <summary>Our command line; the time is that of the whole process.</summary>
    public Measurement Ours(params string[] arguments) => command.Run(server.Environment, arguments).Measured;

    /// <summary>The same on another database of the server.</summary>
    public Measurement OursOn(string database, params string[] arguments) =>
        command.Run(new Dictionary<string, string?>(server.Environment) { ["PGDATABASE"] = database }, arguments).Measured;

    /// <summary>Our restore, its time less that of ANALYZE and proof, which the others do not do.</summary>
    public Measurement OurRestore(string file, params string[] options)
    {
        var measured = OursInPhases("restore", [file, "--yes", "--jobs", Jobs.ToString(CultureInfo.InvariantCulture), .. options]);
        var apart = measured.Phases.GetValueOrDefault("analyze") + measured.Phases.GetValueOrDefault("prove");
        return measured with { Wall = measured.Wall - apart };
    }

    /// <summary>Our command line, with the phases that its result tells of.</summary>
    public Measurement OursInPhases(string name, params string[] options)
    {
        var (measured, output) = command.Run(server.Environment, [name, "--json", .. options]);
        using var result = JsonDocument.Parse(output);
        return measured with
        {
            Phases = result.RootElement.GetProperty("phases").EnumerateArray().ToDictionary(
                phase => phase.GetProperty("name").GetString()!,
                phase => TimeSpan.Parse(phase.GetProperty("duration").GetString()!, CultureInfo.InvariantCulture).TotalSeconds),
        };
    }

    /// <summary>The built module; null when only the benchmark was built.</summary>
    public static string? Module { get; } = FindModule();

    /// <summary>PowerShell; null where there is none.</summary>
    public static string? PowerShell { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(directory => Path.Combine(directory, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh")).FirstOrDefault(System.IO.File.Exists);

    /// <summary>A program that measures itself and writes the seconds.</summary>
    public Measurement Timed(string program, params string[] arguments)
    {
        var (measured, output) = Run(program, arguments);
        return measured with { Wall = double.Parse(output, CultureInfo.InvariantCulture) };
    }

    /// <summary>A pipeline as a script has it.</summary>
    public Measurement Shell(string script) => Run("bash", ["-c", "set -eo pipefail; " + script]).Measured;

    public static long SizeOf(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length) : new FileInfo(path).Length;

    public static void Remove(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        System.IO.File.Delete(path);
    }

    private static string? FindModule()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (Path.Combine(directory.FullName, "out", "EventLinkDr", "EventLinkDr.psd1") is var path && System.IO.File.Exists(path)) return path;
        return null;
    }

    private (Measurement Measured, string Output) Run(string program, IReadOnlyList<string> arguments) => ProcessMeter.Run(program, arguments, server.Environment);
}

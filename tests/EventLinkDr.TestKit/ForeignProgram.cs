using System.Diagnostics;
using Xunit;

namespace EventLinkDr.TestKit;

/// <summary>Programs of others that some tests hold ours against. Where one is absent the test is skipped, and says so.</summary>
public static class ForeignProgram
{
    /// <summary>Full path of a program; the test is skipped when there is none.</summary>
    public static string Require(string program, string package)
    {
        var path = Find(program);
        Assert.SkipWhen(path is null, $"the program '{program}' is not installed (package {package})");
        return path!;
    }

    /// <summary>Full path of a program in PATH; null when there is none.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end.</summary>
    public static async Task<ProgramResult> RunAsync(string path, IReadOnlyList<string> arguments, CancellationToken cancellationToken, string directory = "")
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new ProgramResult(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}

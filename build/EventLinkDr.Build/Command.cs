using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace EventLinkDr.Build;

/// <summary>Runs programs that write straight to our terminal.</summary>
internal static class Command
{
    /// <summary>What a shell gives for a program that a time limit ended.</summary>
    public const int TimedOut = 124;

    /// <summary>Runs a program to its end and gives its exit code.</summary>
    public static int Run(string program, IEnumerable<string> arguments, TimeSpan? limit = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, WorkingDirectory = Environment.CurrentDirectory };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new Win32Exception($"{program} did not start.");
        // Ctrl+C reaches the whole process group: the child ends in its own way, and we wait for it. SIGTERM reaches only us.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            Terminate(process);
        });
        if (process.WaitForExit(limit ?? Timeout.InfiniteTimeSpan)) return process.ExitCode;
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return TimedOut;
    }

    /// <summary>The program's full path when it is in PATH.</summary>
    public static string? Find(string program)
    {
        string[] names = OperatingSystem.IsWindows() ? [program + ".exe", program + ".cmd"] : [program];
        // Server programs of Debian stand outside an ordinary user's PATH.
        var places = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(OperatingSystem.IsWindows() ? [] : ["/usr/sbin", "/sbin"]);
        return places.SelectMany(place => names.Select(name => Path.Combine(place, name))).FirstOrDefault(File.Exists);
    }

    private static void Terminate(Process process)
    {
        if (process.HasExited) return;
        if (OperatingSystem.IsWindows()) process.Kill(entireProcessTree: true);
        else using (Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) { }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace EventLinkDr.Bench;

/// <summary>Runs a program to its end and measures it from outside.</summary>
internal static partial class ProcessMeter
{
    private const int Children = -1;

    /// <exception cref="InvalidOperationException">The program failed; the message holds what it wrote to standard error.</exception>
    public static (Measurement Measured, string Output) Run(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var cpuBefore = ChildrenCpu();
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        long peak = 0;
        while (!process.WaitForExit(20)) peak = Math.Max(peak, ResidentOf(process.Id));
        process.WaitForExit();
        var wall = clock.Elapsed.TotalSeconds;
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {error.Result}");
        return (new Measurement(wall, ChildrenCpu() - cpuBefore, peak, 0), output.Result);
    }

    /// <summary>Resident bytes of a process and all below it; 0 where there is no /proc.</summary>
    private static long ResidentOf(int id)
    {
        long sum = 0;
        try
        {
            foreach (var line in File.ReadLines($"/proc/{id}/status"))
            {
                if (!line.StartsWith("VmRSS:", StringComparison.Ordinal)) continue;
                sum += long.Parse(line.AsSpan(6).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture) * 1024;
                break;
            }

            foreach (var child in File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                sum += ResidentOf(int.Parse(child, CultureInfo.InvariantCulture));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It ended in between, or this is not Linux.
        }

        return sum;
    }

    private static double ChildrenCpu()
    {
        if (OperatingSystem.IsWindows()) return 0;
        var usage = new long[18];
        return GetUsage(Children, usage) == 0 ? usage[0] + usage[1] / 1e6 + usage[2] + usage[3] / 1e6 : 0;
    }

    /// <summary>getrusage(2): the first four words are user and system time, each as seconds and microseconds.</summary>
    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, [Out] long[] usage);
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace EventLinkDr.Hosting;

/// <summary>Who is to remove something throwaway: a process, told so that another of ours can see whether it lives. A process id alone comes back.</summary>
internal static class ProcessOwner
{
    /// <summary>This process: host, process id, start time.</summary>
    public static string Current { get; } = Describe(Process.GetCurrentProcess());

    /// <summary>Whether an owner runs; true where that cannot be known from here.</summary>
    public static bool Lives(string owner) =>
        owner.Trim().Split('/') is not [var machine, var process, var start] || machine != Environment.MachineName
            || !int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || !long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || Runs(id, seconds);

    /// <summary>Whether a process runs that began at a time.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="begun">When it began, in seconds since 1970.</param>
    public static bool Runs(int id, long begun)
    {
        try
        {
            using var running = Process.GetProcessById(id);
            // The system tells the start as a distance from now, so it moves a little; a process id comes back much later.
            return Math.Abs(StartOf(running) - begun) <= 2;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (ExternalException)
        {
            // The system does not tell when it began.
            return true;
        }
    }

    private static string Describe(Process process) =>
        string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{process.Id}/{StartOf(process)}");

    private static long StartOf(Process process) => new DateTimeOffset(process.StartTime).ToUnixTimeSeconds();
}

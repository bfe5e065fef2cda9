using System.Diagnostics;
using System.Globalization;

namespace EventLinkDr.TestKit;

/// <summary>The largest resident set a process reached, as the kernel counts it.</summary>
public static class PeakMemory
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until the process has ended.</summary>
    /// <returns>Bytes; null where the kernel does not tell (anything but Linux).</returns>
    public static async Task<long?> WaitAsync(Process process, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            await process.WaitForExitAsync(cancellationToken);
            return null;
        }

        long? peak = null;
        while (!process.HasExited)
        {
            // The mark only rises, so the last look before the end tells the peak.
            peak = Read(process.Id) ?? peak;
            await Task.Delay(Pause, cancellationToken);
        }

        return peak;
    }

    private static long? Read(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? null : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return null;
        }
    }
}

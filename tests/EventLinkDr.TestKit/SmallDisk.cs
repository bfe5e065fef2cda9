using System.Diagnostics;
using System.Globalization;
using EventLinkDr.Adapters.Processes;
using Xunit;

namespace EventLinkDr.TestKit;

/// <summary>A file system of a few megabytes, to be filled up. Needs the right to mount.</summary>
public sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Mounts one; the test is skipped where that may not be done.</summary>
    /// <param name="megabytes">Its size.</param>
    /// <param name="forServer">Whether the server writes to it, which runs as another user when we are root.</param>
    public static SmallDisk Mount(int megabytes, bool forServer = false)
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root") Assert.Skip("Only root on Linux can mount a small file system.");
        var path = Directory.CreateTempSubdirectory("eventlinkdr-small-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "tmpfs", path) != 0)
        {
            Directory.Delete(path);
            Assert.Skip("This container may not mount a small file system.");
        }

        if (forServer && UnprivilegedUser.Name is { } user) Run("chown", user, path);
        return new SmallDisk(path);
    }

    public void Dispose()
    {
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}

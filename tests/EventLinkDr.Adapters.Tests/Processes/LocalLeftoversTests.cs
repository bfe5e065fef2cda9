using System.Diagnostics;
using System.Globalization;
using EventLinkDr.Adapters.Processes;
using EventLinkDr.Hosting;
using EventLinkDr.TestKit;

namespace EventLinkDr.Adapters.Tests.Processes;

public sealed class LocalLeftoversTests : IDisposable
{
    private const string Marker = "eventlinkdr.owner";

    /// <summary>No process has this id.</summary>
    private static readonly string Dead = $"{Environment.MachineName}/4194304/1";

    private readonly TemporaryDirectory _place = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Sweep_RemovesWhatDeadProcessesLeft_AndNothingElse()
    {
        var dead = Make("eventlinkdr-dead", Dead);
        var reused = Make("eventlinkdr-drill-reused", $"{Environment.MachineName}/{Environment.ProcessId}/1");
        string[] kept =
        [
            Make("eventlinkdr-living", ProcessOwner.Current), Make("eventlinkdr-elsewhere", "another-host/4194304/1"), Make("eventlinkdr-garbled", "x"), Make("eventlinkdr-unmarked", null),
            Make("somebodys-marked", Dead),
        ];
        if (!OperatingSystem.IsWindows())
        {
            var open = Make("eventlinkdr-open", Dead);
            File.SetUnixFileMode(open, File.GetUnixFileMode(open) | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
            var link = _place.File("eventlinkdr-link");
            Directory.CreateSymbolicLink(link, Make("target-of-a-link", Dead));
            kept = [.. kept, open, link];
        }

        Assert.Equal(new[] { dead, reused }.Order(), (await LocalLeftovers.SweepAsync(_place.Path, Token)).Order());
        Assert.All([dead, reused], path => Assert.False(Directory.Exists(path)));
        Assert.All(kept, path => Assert.True(Directory.Exists(path), path));
        Assert.True(File.Exists(Path.Combine(_place.File("target-of-a-link"), Marker)) || OperatingSystem.IsWindows());
    }

    [Fact]
    public async Task Sweep_OfAnotherUsersDirectory_LeavesIt()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "only root can give a directory to somebody else");
        var theirs = Make("eventlinkdr-theirs", Dead);
        using (var chown = Process.Start("chown", ["-R", "daemon", theirs])) await chown.WaitForExitAsync(Token);
        Assert.Empty(await LocalLeftovers.SweepAsync(_place.Path, Token));
        Assert.True(Directory.Exists(theirs));
    }

    /// <summary>After a restart of the host the id in the server's file may be that of any other process, also of another server.</summary>
    [Fact]
    public async Task Sweep_AFileThatNamesAnotherProcess_EndsNothing()
    {
        var directory = Make("eventlinkdr-old", Dead);
        Directory.CreateDirectory(Path.Combine(directory, "data"));
        await File.WriteAllLinesAsync(Path.Combine(directory, "data", "postmaster.pid"),
            [Environment.ProcessId.ToString(CultureInfo.InvariantCulture), Path.Combine(directory, "data"), "1"], Token);
        Assert.Equal([directory], await LocalLeftovers.SweepAsync(_place.Path, Token));
    }

    private string Make(string name, string? owner)
    {
        var path = _place.File(name);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (owner is not null) File.WriteAllText(Path.Combine(path, Marker), owner);
        return path;
    }
}

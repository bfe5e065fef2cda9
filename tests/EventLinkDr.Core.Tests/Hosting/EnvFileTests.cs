using EventLinkDr.Hosting;

namespace EventLinkDr.Core.Tests.Hosting;

public sealed class EnvFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("eventlinkdr-env-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Set_KeepsThePermissions_AndLeavesNothingBeside()
    {
        var file = Path.Combine(_directory, ".env");
        File.WriteAllText(file, "A=1\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.True(EnvFile.Set(file, "A", "2"));
        Assert.Equal("A=2\n", File.ReadAllText(file));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Single(Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void Set_TheSameValue_DoesNotTouchTheFile()
    {
        var file = Path.Combine(_directory, ".env");
        File.WriteAllText(file, "A=1\n");
        var written = File.GetLastWriteTimeUtc(file);
        Assert.False(EnvFile.Set(file, "A", "1"));
        Assert.Equal(written, File.GetLastWriteTimeUtc(file));
    }

    [Fact]
    public void Set_ALink_ReplacesWhatItPointsTo()
    {
        var file = Path.Combine(_directory, "real.env");
        var link = Path.Combine(_directory, ".env");
        File.WriteAllText(file, "A=1\n");
        File.CreateSymbolicLink(link, file);
        EnvFile.Set(link, "A", "2");
        Assert.Equal(file, new FileInfo(link).LinkTarget);
        Assert.Equal("A=2\n", File.ReadAllText(file));
    }
}

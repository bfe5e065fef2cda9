using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;

namespace EventLinkDr.Core.Tests.Storage;

public sealed class BackupPlaceTests : IDisposable
{
    private readonly NoAdapters _adapters = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("eventlinkdr-place-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void ForWriting_ExistingDirectory_HasNoFileName()
    {
        var place = BackupPlace.ForWriting(_directory, _adapters.Stores);

        Assert.Equal(_directory, place.Store.Location);
        Assert.Null(place.Name);
    }

    [Fact]
    public void ForWriting_NewPathWithSeparatorAtItsEnd_IsADirectory() =>
        Assert.Null(BackupPlace.ForWriting(Path.Combine(_directory, "new") + Path.DirectorySeparatorChar, _adapters.Stores).Name);

    [Fact]
    public void ForWriting_AnyOtherPath_IsTheFile()
    {
        var place = BackupPlace.ForWriting(Path.Combine(_directory, "sub", "before-upgrade.sql.gz"), _adapters.Stores);

        Assert.Equal(Path.Combine(_directory, "sub"), place.Store.Location);
        Assert.Equal("before-upgrade.sql.gz", place.Name);
    }

    [Fact]
    public void ForReading_NothingThere_IsBackupNotFound()
    {
        var path = Path.Combine(_directory, "gone.sql.gz");

        var error = Assert.Throws<DrException>(() => BackupPlace.ForReading(path, _adapters.Stores));

        Assert.Equal(ErrorTable.BackupNotFound, error.Kind);
        Assert.Equal(path, error.Subject);
    }

    [Fact]
    public void ForReading_File_IsItsDirectoryAndName()
    {
        File.WriteAllText(Path.Combine(_directory, "a.sql"), "");

        var place = BackupPlace.ForReading(Path.Combine(_directory, "a.sql"), _adapters.Stores);

        Assert.Equal((_directory, "a.sql"), (place.Store.Location, place.Name));
    }

    [Theory]
    [InlineData("s3://bucket/night?region=eu-central-1", null)]
    [InlineData("s3://bucket/night/a.sql.gz?region=eu-central-1", "a.sql.gz")]
    [InlineData("https://account.blob.core.windows.net/container/night/a.sql.gz.age?sig=x", "a.sql.gz.age")]
    public async Task ForReadingAndWriting_Address_OpensItsStore(string address, string? name)
    {
        await using var read = BackupPlace.ForReading(address, _adapters.Stores);
        await using var write = BackupPlace.ForWriting(address, _adapters.Stores);

        Assert.Equal((name, name), (read.Name, write.Name));
        Assert.Contains("/night/", read.Store.Location, StringComparison.Ordinal);
        Assert.Equal(read.Store.Location, write.Store.Location);
    }

    [Fact]
    public void ForReading_FileAddress_IsTheDirectoryOrFileOfThatPath()
    {
        File.WriteAllText(Path.Combine(_directory, "a.sql"), "");

        Assert.Equal(_directory, BackupPlace.ForReading(new Uri(_directory).AbsoluteUri, _adapters.Stores).Store.Location);
        Assert.Equal("a.sql", BackupPlace.ForReading(new Uri(Path.Combine(_directory, "a.sql")).AbsoluteUri, _adapters.Stores).Name);
        Assert.Equal("new.sql.gz", BackupPlace.ForWriting(new Uri(Path.Combine(_directory, "new.sql.gz")).AbsoluteUri, _adapters.Stores).Name);
    }

    [Theory]
    [InlineData("ftp://host/backups")]
    [InlineData("s3:///prefix")]
    public void ForReading_AddressOfNothingKnown_IsLocationInvalid(string address) =>
        Assert.Equal(ErrorTable.LocationInvalid, Assert.Throws<DrException>(() => BackupPlace.ForReading(address, _adapters.Stores)).Kind);
}

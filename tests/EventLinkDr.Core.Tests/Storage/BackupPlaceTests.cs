using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Core.Tests.Storage;

public sealed class BackupPlaceTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("eventlinkdr-place-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void ForWriting_ExistingDirectory_HasNoFileName()
    {
        var place = BackupPlace.ForWriting(_directory);

        Assert.Equal(_directory, place.Store.Location);
        Assert.Null(place.Name);
    }

    [Fact]
    public void ForWriting_NewPathWithSeparatorAtItsEnd_IsADirectory() =>
        Assert.Null(BackupPlace.ForWriting(Path.Combine(_directory, "new") + Path.DirectorySeparatorChar).Name);

    [Fact]
    public void ForWriting_AnyOtherPath_IsTheFile()
    {
        var place = BackupPlace.ForWriting(Path.Combine(_directory, "sub", "before-upgrade.sql.gz"));

        Assert.Equal(Path.Combine(_directory, "sub"), place.Store.Location);
        Assert.Equal("before-upgrade.sql.gz", place.Name);
    }

    [Fact]
    public void ForReading_NothingThere_IsBackupNotFound()
    {
        var path = Path.Combine(_directory, "gone.sql.gz");

        var error = Assert.Throws<DrException>(() => BackupPlace.ForReading(path));

        Assert.Equal(ErrorTable.BackupNotFound, error.Kind);
        Assert.Equal(path, error.Subject);
    }

    [Fact]
    public void ForReading_File_IsItsDirectoryAndName()
    {
        File.WriteAllText(Path.Combine(_directory, "a.sql"), "");

        var place = BackupPlace.ForReading(Path.Combine(_directory, "a.sql"));

        Assert.Equal((_directory, "a.sql"), (place.Store.Location, place.Name));
    }
}

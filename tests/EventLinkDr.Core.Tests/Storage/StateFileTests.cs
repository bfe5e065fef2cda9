using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Core.Tests.Storage;

public sealed class StateFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("eventlinkdr-state-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Read_WhatWasWritten_UntilItIsDeleted()
    {
        var file = new StateFile<Note>(Path.Combine(_directory, "below", "note.json"));
        Assert.Null(file.Read());
        file.Write(new Note("a", 1));
        file.Write(new Note("b", 2));
        Assert.Equal(new Note("b", 2), file.Read());
        Assert.Single(Directory.GetFiles(Path.Combine(_directory, "below")));
        file.Delete();
        Assert.Null(file.Read());
    }

    [Fact]
    public void Read_AFileThatIsNoJson_HasAStableId()
    {
        var path = Path.Combine(_directory, "note.json");
        File.WriteAllText(path, "{");
        Assert.Equal("StateUnreadable", Assert.Throws<DrException>(() => new StateFile<Note>(path).Read()).Id);
    }

    [Fact]
    public void Named_KeepsOutOfOtherDirectories() =>
        Assert.Equal(StateDirectory.Path, Path.GetDirectoryName(StateFile<Note>.Named("../../etc/x").Path));

    private sealed record Note(string Text, int Number);
}

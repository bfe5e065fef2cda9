using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Core.Tests.Storage;

public sealed class DirectoryStoreTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("eventlinkdr-store-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Create_NotCommitted_LeavesNothing()
    {
        var store = new DirectoryStore(_directory);
        await using (var writer = await store.CreateAsync("a.sql.gz", replace: false, Token))
        {
            writer.Content.Write("half"u8);
            Assert.Empty(await store.ListAsync(Token).ToListAsync(Token));
        }

        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Fact]
    public async Task Commit_AFileThatAppearedMeanwhile_IsNotReplaced()
    {
        var store = new DirectoryStore(_directory);
        await using (var writer = await store.CreateAsync("a.sql.gz", replace: false, Token))
        {
            await File.WriteAllTextAsync(store.PathOf("a.sql.gz"), "theirs", Token);
            var error = await Assert.ThrowsAsync<DrException>(() => writer.CommitAsync(Token));
            Assert.Equal("BackupExists", error.Id);
        }

        Assert.Equal("theirs", await File.ReadAllTextAsync(store.PathOf("a.sql.gz"), Token));
        Assert.Single(Directory.GetFiles(_directory));
    }

    [Fact]
    public async Task Create_ANameBeingWritten_IsRefused()
    {
        var store = new DirectoryStore(_directory);
        await using var writer = await store.CreateAsync("a.sql.gz", replace: false, Token);
        var error = await Assert.ThrowsAsync<DrException>(() => new DirectoryStore(_directory).CreateAsync("a.sql.gz", replace: false, Token));
        Assert.Equal("BackupExists", error.Id);
    }

    [Fact]
    public async Task Create_BesideOneThatIsJustCommitted_IsRefusedAtOnce_AndNotAtItsEnd()
    {
        var store = new DirectoryStore(_directory);
        for (var round = 0; round < 300; round++)
        {
            var name = $"round-{round}";
            var first = await store.CreateAsync(name, replace: false, Token);
            using var start = new Barrier(2);
            var committing = Task.Run(async () =>
            {
                start.SignalAndWait(Token);
                await using (first) await first.CommitAsync(Token);
            }, Token);
            start.SignalAndWait(Token);
            // Refused over and over while the first one writes, and at last because it is there: never begun in between.
            while (!committing.IsCompleted)
                Assert.Equal("BackupExists", (await Assert.ThrowsAsync<DrException>(async () => await (await store.CreateAsync(name, replace: false, Token)).DisposeAsync())).Id);
            await committing;
        }

        Assert.Equal(300, Directory.GetFileSystemEntries(_directory).Length);
    }

    [Fact]
    public async Task List_Links_AreWhatTheyLeadToAndThoseThatLeadNowhereAreNotThere()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links is a privilege there.");
        var store = new DirectoryStore(_directory);
        var elsewhere = Directory.CreateDirectory(Path.Combine(_directory, "elsewhere")).FullName;
        await File.WriteAllTextAsync(Path.Combine(elsewhere, "real"), "twelve bytes", Token);
        File.CreateSymbolicLink(store.PathOf("a.sql.gz"), Path.Combine(elsewhere, "real"));
        File.CreateSymbolicLink(store.PathOf("b.sql.gz"), Path.Combine(elsewhere, "gone"));
        Assert.Equal(("a.sql.gz", 12), Assert.Single(await store.ListAsync(Token).ToListAsync(Token)) is var found ? (found.Name, found.Length) : default);
        Assert.Equal(12, (await store.StatAsync("a.sql.gz", Token))!.Length);
        Assert.Null(await store.StatAsync("b.sql.gz", Token));
    }

    [Fact]
    public async Task Read_ADiskThatFails_IsStoreUnavailable()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a file that cannot be read.");
        var store = new DirectoryStore(_directory);
        // The kernel answers a read of its first page with an input/output error.
        File.CreateSymbolicLink(store.PathOf("a.sql.gz"), "/proc/self/mem");
        await using var stream = await store.OpenReadAsync("a.sql.gz", 0, Token);
        var buffer = new byte[100];
        Assert.Equal("StoreUnavailable", Assert.Throws<DrException>(() => stream.Read(buffer)).Id);
        Assert.Equal("StoreUnavailable", (await Assert.ThrowsAsync<DrException>(() => stream.ReadExactlyAsync(buffer, Token).AsTask())).Id);
    }

    [Fact]
    public async Task Create_BelowAFile_IsNoPlaceForBackups()
    {
        var file = Path.Combine(_directory, "file");
        await File.WriteAllTextAsync(file, "", Token);
        var error = await Assert.ThrowsAsync<DrException>(() => new DirectoryStore(Path.Combine(file, "below")).CreateAsync("a.sql.gz", replace: false, Token));
        Assert.Equal("StoreUnavailable", error.Id);
    }

    [Fact]
    public async Task Create_APartialFileOfAKilledWriter_IsCleanedUp()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory, ".a.sql.gz.partial"), "half", Token);
        var store = new DirectoryStore(_directory);
        await using var writer = await store.CreateAsync("a.sql.gz", replace: false, Token);
        writer.Content.Write("whole"u8);
        await writer.CommitAsync(Token);
        Assert.Equal(["a.sql.gz"], Directory.GetFiles(_directory).Select(Path.GetFileName));
    }

    [Fact]
    public async Task OpenRead_FromAnOffset_GivesTheRest()
    {
        var store = new DirectoryStore(_directory);
        await File.WriteAllTextAsync(store.PathOf("a"), "0123456789", Token);
        await using var stream = await store.OpenReadAsync("a", 7, Token);
        Assert.Equal("789", await new StreamReader(stream).ReadToEndAsync(Token));
    }

    [Fact]
    public async Task OpenRead_NothingThere_HasAStableId() =>
        Assert.Equal("BackupNotFound", (await Assert.ThrowsAsync<DrException>(() => new DirectoryStore(_directory).OpenReadAsync("a", 0, Token))).Id);
}

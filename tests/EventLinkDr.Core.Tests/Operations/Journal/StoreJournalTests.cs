using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Journal;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;

namespace EventLinkDr.Core.Tests.Operations.Journal;

public sealed class StoreJournalTests : IAsyncDisposable
{
    private readonly MemoryStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_OfSeveral_IsTheHighest()
    {
        var journal = Open();
        for (var i = 0; i < 12; i++) await journal.WriteAsync(new Content(i), last: false);
        Assert.Equal(12, _store.Names.Count);
        Assert.Equal(new Content(11), await Open().ReadAsync(Token));
    }

    [Fact]
    public async Task Write_OfTheLast_RemovesTheOthers_AndTheNextRunCountsOn()
    {
        var journal = Open();
        _store["notes.txt"] = [];
        foreach (var number in (int[])[1, 2]) await journal.WriteAsync(new Content(number), last: false);
        await journal.WriteAsync(new Content(3), last: true);
        Assert.Equal(["000003.json", "notes.txt"], _store.Names.Order());
        await Open().WriteAsync(new Content(4), last: false);
        Assert.Equal(new Content(4), await Open().ReadAsync(Token));
    }

    [Fact]
    public async Task Write_BesideAnotherHost_IsRefused_UnlessItIsItsOwnWord()
    {
        var (one, other) = (Open(), Open());
        Assert.Null(await one.ReadAsync(Token));
        Assert.Null(await other.ReadAsync(Token));
        await one.WriteAsync(new Content(1), last: false);
        // The answer was lost, and the call is repeated.
        await other.WriteAsync(new Content(1), last: false);
        await one.WriteAsync(new Content(2), last: false);
        Assert.Equal("RecoveryInProgress", (await Assert.ThrowsAsync<DrException>(() => other.WriteAsync(new Content(3), last: false))).Id);
        Assert.Equal(new Content(2), await Open().ReadAsync(Token));
    }

    [Fact]
    public async Task Read_OfSomethingElse_IsAnError()
    {
        _store["000001.json"] = "{ half"u8.ToArray();
        Assert.Equal("StateUnreadable", (await Assert.ThrowsAsync<DrException>(() => Open().ReadAsync(Token))).Id);
    }

    [Fact]
    public void Location_IsAFile_ADirectory_OrAPlaceOfItsOwnInAStore()
    {
        using var directory = new TemporaryDirectory();
        Assert.Equal(directory.File("recovery-a_b.json"), JournalLocation.Of(directory.Path, "recovery-a/b").Path);
        Assert.Equal(directory.File("own.json"), JournalLocation.Of(directory.File("own.json"), "recovery").Path);
        Assert.Equal(directory.File("own.switch.json"), JournalLocation.Of(directory.File("own.json"), "recovery").Beside("switch").Path);
        var remote = JournalLocation.Of("s3://bucket/dr?region=eu-central-1", "recovery-a");
        Assert.Equal("s3://bucket/dr/recovery-a/?region=eu-central-1", remote.Path);
        Assert.Equal("s3://bucket/dr/recovery-a/switch/?region=eu-central-1", remote.Beside("switch").Path);
        Assert.DoesNotContain("sig", JournalLocation.Of("https://account.blob.core.windows.net/c/p?sv=1&sig=secret", "x").Path, StringComparison.Ordinal);
        Assert.True(Path.IsPathFullyQualified(remote.LockPath));
        Assert.Equal("LocationInvalid", Assert.Throws<DrException>(() => remote.Open<Content>(null)).Id);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private StoreJournal<Content> Open() => new(_store);

    private sealed record Content(int Number);
}

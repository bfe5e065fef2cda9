using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;
using Xunit;

namespace EventLinkDr.TestKit.StoreContract;

/// <summary>What <see cref="IBackupStore"/> promises. Every store has a class of tests that derives from this one.</summary>
public abstract class StoreContractTests : IAsyncLifetime
{
    private readonly List<IBackupStore> _opened = [];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Length of content that takes several blocks, where the store sends blocks.</summary>
    protected virtual int LargeLength => 1_000_000;

    /// <summary>Whether the service looks and writes in one step; where a stand-in does not, commits are tried one after the other.</summary>
    protected virtual bool CommitsAtomically => true;

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var store in _opened) await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the place of this test, which is empty at first; each call gives a store of its own.</summary>
    protected abstract Task<IBackupStore> OpenPlaceAsync();

    [Fact]
    public async Task List_AnEmptyPlace_IsEmpty() => Assert.Empty(await NamesAsync(await OpenAsync()));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(-1)]
    public async Task Commit_Content_IsThereWhole(int length)
    {
        var store = await OpenAsync();
        var content = Content(length < 0 ? LargeLength : length);
        var before = DateTimeOffset.UtcNow.AddSeconds(-5);
        await WriteAsync(store, "a.sql.gz", content);
        var listed = Assert.Single(await ListAsync(store));
        Assert.Equal(("a.sql.gz", content.Length), (listed.Name, listed.Length));
        Assert.InRange(listed.Modified, before, DateTimeOffset.UtcNow.AddSeconds(5));
        var found = await store.StatAsync("a.sql.gz", Token);
        Assert.Equal(("a.sql.gz", content.Length), (found!.Name, found.Length));
        Assert.InRange(found.Modified, before, DateTimeOffset.UtcNow.AddSeconds(5));
        Assert.Equal(content, await ReadAsync(store, "a.sql.gz"));
        // And so it is for whoever comes later.
        Assert.Equal(content, await ReadAsync(await OpenAsync(), "a.sql.gz"));
    }

    [Fact]
    public async Task OpenRead_FromAnOffset_GivesTheRest()
    {
        var store = await OpenAsync();
        var content = Content(LargeLength);
        await WriteAsync(store, "a", content);
        int[] offsets = [0, 1, 262_143, 262_144, LargeLength / 2, LargeLength - 1, LargeLength];
        foreach (var offset in offsets) Assert.Equal(content[offset..], await ReadAsync(store, "a", offset));
    }

    [Fact]
    public async Task OpenRead_Blocking_GivesTheSame()
    {
        var store = await OpenAsync();
        var content = Content(LargeLength);
        await WriteAsync(store, "a", content);
        await using var stream = await store.OpenReadAsync("a", 5, Token);
        var read = new byte[content.Length];
        Assert.Equal(content.Length - 5, await Task.Run(() => stream.ReadAtLeast(read, read.Length, throwOnEndOfStream: false), Token));
        Assert.Equal(content[5..], read[..^5]);
    }

    [Fact]
    public async Task OpenRead_LeftEarly_HarmsNobody()
    {
        var store = await OpenAsync();
        var content = Content(LargeLength);
        await WriteAsync(store, "a", content);
        for (var i = 0; i < 5; i++)
        {
            await using var stream = await store.OpenReadAsync("a", i * 1000, Token);
            Assert.Equal(content[i * 1000], stream.ReadByte());
        }

        Assert.Equal(content, await ReadAsync(store, "a"));
    }

    [Fact]
    public async Task OpenRead_NothingThere_IsBackupNotFound()
    {
        var store = await OpenAsync();
        Assert.Equal("BackupNotFound", (await Assert.ThrowsAnyAsync<DrException>(() => ReadAsync(store, "a"))).Id);
        Assert.Null(await store.StatAsync("a", Token));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-1)]
    public async Task Dispose_WithoutCommit_LeavesNothing(int length)
    {
        var store = await OpenAsync();
        await using (var writer = await store.CreateAsync("a", replace: false, Token))
        {
            await writer.Content.WriteAsync(Content(length < 0 ? LargeLength : length), Token);
            Assert.Empty(await NamesAsync(store));
            Assert.Null(await store.StatAsync("a", Token));
        }

        Assert.Empty(await NamesAsync(store));
        Assert.Null(await store.StatAsync("a", Token));
        await WriteAsync(store, "a", Content(3));
        Assert.Equal(Content(3), await ReadAsync(store, "a"));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-1)]
    public async Task Create_ANameThatIsThere_IsRefusedAndLeftAsItIs(int length)
    {
        var store = await OpenAsync();
        await WriteAsync(store, "a", Content(7));
        var error = await Assert.ThrowsAnyAsync<DrException>(() => WriteAsync(store, "a", Content(length < 0 ? LargeLength : length)));
        Assert.Equal("BackupExists", error.Id);
        Assert.Equal(Content(7), await ReadAsync(store, "a"));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-1)]
    public async Task Commit_TwoWritersOfOneName_OnlyOneSucceedsAndItsContentStands(int length)
    {
        byte[] first = Content(length < 0 ? LargeLength : length), second = [.. first.Select(value => (byte)~value)];
        IBackupStore one = await OpenAsync(), two = await OpenAsync();
        var writers = await Task.WhenAll(TryBeginAsync(one, first), TryBeginAsync(two, second));
        bool[] results = CommitsAtomically
            ? await Task.WhenAll(writers.Select(TryCommitAsync))
            : [await TryCommitAsync(writers[0]), await TryCommitAsync(writers[1])];
        Assert.True(results[0] ^ results[1], $"{results[0]}, {results[1]}");
        Assert.Equal(results[0] ? first : second, await ReadAsync(one, "a"));

        static async Task<IStoreWriter?> TryBeginAsync(IBackupStore store, byte[] content)
        {
            try
            {
                var writer = await store.CreateAsync("a", replace: false, Token);
                await writer.Content.WriteAsync(content, Token);
                return writer;
            }
            catch (DrException error) when (error.Id == "BackupExists")
            {
                return null;
            }
        }

        static async Task<bool> TryCommitAsync(IStoreWriter? writer)
        {
            if (writer is null) return false;
            await using (writer)
            {
                try
                {
                    await writer.CommitAsync(Token);
                    return true;
                }
                catch (DrException error) when (error.Id == "BackupExists")
                {
                    return false;
                }
            }
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-1)]
    public async Task Commit_WithReplace_Replaces(int length)
    {
        var store = await OpenAsync();
        await WriteAsync(store, "a", Content(7));
        var content = Content(length < 0 ? LargeLength : length);
        await WriteAsync(store, "a", content, replace: true);
        Assert.Equal(content, await ReadAsync(store, "a"));
        Assert.Single(await NamesAsync(store));
    }

    [Fact]
    public async Task Delete_RemovesThatObjectOnly_AndNothingIsNoFault()
    {
        var store = await OpenAsync();
        await WriteAsync(store, "a", Content(1));
        await WriteAsync(store, "ab", Content(2));
        await store.DeleteAsync("a", Token);
        await store.DeleteAsync("a", Token);
        Assert.Equal(["ab"], await NamesAsync(store));
    }

    [Fact]
    public async Task Names_OfEveryKind_ComeBackAsTheyWere()
    {
        string[] names =
        [
            "eventlink-20260304T050607Z.sql.gz", "eventlink-20260304T050607Z-2.sql.gz.age", "a b.sql", "ș țară ✓ 🔑.sql", "a+b&c=d%20e.sql", "q?x#y.sql", "'quoted' (1).sql",
            "~tilde!*.sql", "a;b,c@d$e.sql", new string('x', 200),
        ];
        // Some file systems take fewer.
        if (OperatingSystem.IsWindows()) names = [.. names.Where(name => name.IndexOfAny(Path.GetInvalidFileNameChars()) < 0)];
        var store = await OpenAsync();
        foreach (var name in names) await WriteAsync(store, name, Content(name.Length));
        Assert.Equal(names.Order(StringComparer.Ordinal), await NamesAsync(store));
        foreach (var name in names)
        {
            Assert.Equal(Content(name.Length), await ReadAsync(store, name));
            Assert.Equal(name.Length, (await store.StatAsync(name, Token))!.Length);
            await store.DeleteAsync(name, Token);
        }

        Assert.Empty(await NamesAsync(store));
    }

    [Fact]
    public async Task List_MoreThanAPage_GivesEachOnce()
    {
        var store = await OpenAsync();
        var names = Enumerable.Range(0, 25).Select(i => $"n{i:D2}").ToList();
        await Parallel.ForEachAsync(names, Token, async (name, _) => await WriteAsync(store, name, Content(1)));
        Assert.Equal(names, await NamesAsync(store));
    }

    [Fact]
    public async Task ReadersAndWriters_AllAtOnce_DoNotDisturbEachOther()
    {
        var store = await OpenAsync();
        await WriteAsync(store, "old", Content(300_000));
        await Parallel.ForAsync(0, 8, Token, async (i, _) =>
        {
            await WriteAsync(store, $"new{i}", Content(50_000 + i));
            Assert.Equal(Content(300_000)[(i * 30_000)..], await ReadAsync(store, "old", i * 30_000));
            Assert.Equal(Content(50_000 + i), await ReadAsync(store, $"new{i}"));
        });
        Assert.Equal(9, (await NamesAsync(store)).Count);
    }

    [Fact]
    public async Task AnyCall_Cancelled_StopsAndLeavesNothing()
    {
        var store = await OpenAsync();
        using var stop = new CancellationTokenSource();
        await using (var writer = await store.CreateAsync("a", replace: false, Token))
        {
            await writer.Content.WriteAsync(Content(LargeLength), Token);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer.CommitAsync(stop.Token));
        }

        Assert.Empty(await NamesAsync(store));
    }

    [Fact]
    public async Task PathOf_AnObject_BeginsWithTheLocation()
    {
        var store = await OpenAsync();
        Assert.NotEmpty(store.Location);
        Assert.EndsWith("a.sql.gz", store.PathOf("a.sql.gz").Split('?')[0], StringComparison.Ordinal);
    }

    protected async Task<IBackupStore> OpenAsync()
    {
        var store = await OpenPlaceAsync();
        _opened.Add(store);
        return store;
    }

    protected static byte[] Content(int length) => TestContent.Make(length);

    protected static Task WriteAsync(IBackupStore store, string name, byte[] content, bool replace = false) => TestContent.WriteAsync(store, name, content, replace);

    protected static Task<byte[]> ReadAsync(IBackupStore store, string name, long offset = 0) => TestContent.ReadAsync(store, name, offset);

    protected static Task<IReadOnlyList<StoredObject>> ListAsync(IBackupStore store) => TestContent.ListAsync(store);

    protected static async Task<IReadOnlyList<string>> NamesAsync(IBackupStore store) =>
        [.. (await ListAsync(store)).Select(found => found.Name).Order(StringComparer.Ordinal)];
}

using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;
using EventLinkDr.TestKit.Faults;
using Xunit;

namespace EventLinkDr.TestKit.StoreContract;

/// <summary>What a store behind a network has to bear. Every such store has a class of tests that derives from this one.</summary>
public abstract class HostileStoreTests : IAsyncLifetime
{
    private readonly EagerClock _clock = new();
    private readonly List<IAsyncDisposable> _opened = [];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Content of three blocks.</summary>
    protected abstract int LargeLength { get; }

    /// <summary>The service itself.</summary>
    protected abstract Uri Service { get; }

    /// <summary>Opens the place of this test by way of an address, in a decorator that repeats.</summary>
    private protected abstract IBackupStore OpenPlace(Uri service, RetryPolicy policy);

    /// <summary>Whether a request makes an object visible.</summary>
    protected abstract bool IsCommit(ProxiedRequest request);

    public abstract ValueTask InitializeAsync();

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var thing in _opened) await thing.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task EveryCall_AServiceThatIsBusyNowAndThen_SucceedsInTheEnd()
    {
        int[] answers = [500, 503, 429];
        var store = Open(request => request.Number % 4 == 1 ? new Mischief { Answer = answers[request.Number % 3] } : null);
        var content = Content(LargeLength);
        await WriteAsync(store, "large", content);
        await WriteAsync(store, "small", Content(10));
        Assert.Equal(content, await ReadAsync(store, "large"));
        Assert.Equal(["large", "small"], await NamesAsync(store));
        await store.DeleteAsync("small", Token);
        Assert.Equal(["large"], await NamesAsync(store));
    }

    [Fact]
    public async Task Retry_WaitsAsLongAsTheServiceAsks()
    {
        var store = Open(request => request.Number == 0 ? new Mischief { Answer = 429, RetryAfter = "77" } : null);
        await NamesAsync(store);
        Assert.Contains(TimeSpan.FromSeconds(77), _clock.Waits);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-1)]
    public async Task Commit_ItsAnswerLost_IsKnownToHaveSucceeded(int length)
    {
        var lost = 0;
        var store = Open(request => IsCommit(request) && Interlocked.Increment(ref lost) == 1 ? new Mischief { LoseAnswer = true } : null);
        var content = Content(length < 0 ? LargeLength : length);
        await WriteAsync(store, "a", content);
        Assert.True(lost >= 1);
        Assert.Equal(content, await ReadAsync(store, "a"));
    }

    [Fact]
    public async Task Commit_ItsAnswerLostAndTheNameTakenByAnother_IsBackupExists()
    {
        var direct = OpenPlace(Service, Policy());
        _opened.Add(direct);
        var commits = 0;
        var store = Open(request => IsCommit(request) && Interlocked.Increment(ref commits) == 1 ? new Mischief { Answer = 500 } : null);
        await using var writer = await store.CreateAsync("a", replace: false, Token);
        await writer.Content.WriteAsync(Content(LargeLength), Token);
        await WriteAsync(direct, "a", Content(10));
        var error = await Assert.ThrowsAnyAsync<DrException>(() => writer.CommitAsync(Token));
        Assert.Equal("BackupExists", error.Id);
        Assert.Equal(Content(10), await ReadAsync(direct, "a"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500_000)]
    public async Task Write_TheConnectionCutInABlock_SendsTheBlockAgain(int after)
    {
        var store = Open(request => request is { Method: "PUT", Length: > 500_000, Number: < 8 } && request.Number % 2 == 1 ? new Mischief { CutRequestAfter = after } : null);
        var content = Content(LargeLength);
        await WriteAsync(store, "a", content);
        Assert.Equal(content, await ReadAsync(store, "a"));
    }

    [Fact]
    public async Task Write_ABitChangedOnceOnItsWay_IsNeverTaken()
    {
        var flipped = 0;
        var store = Open(request => request is { Method: "PUT", Length: > 500_000 } && Interlocked.Increment(ref flipped) == 2 ? new Mischief { FlipRequestByte = 400_000 } : null);
        var content = Content(LargeLength);
        try
        {
            await WriteAsync(store, "a", content);
            Assert.Equal(content, await ReadAsync(store, "a"));
        }
        catch (DrException error) when (error.Id is "BackupCorrupt" or "StoreUnavailable")
        {
            Assert.Empty(await NamesAsync(store));
        }

        Assert.True(flipped >= 2);
    }

    [Fact]
    public async Task Write_ABitChangedEveryTime_FailsAndLeavesNothing()
    {
        var store = Open(request => request is { Method: "PUT", Length: > 500_000 } ? new Mischief { FlipRequestByte = 400_000 } : null);
        Assert.Contains((await Assert.ThrowsAnyAsync<DrException>(() => WriteAsync(store, "a", Content(LargeLength)))).Id, new[] { "BackupCorrupt", "StoreUnavailable" });
        Assert.Empty(await NamesAsync(store));
    }

    [Fact]
    public async Task Write_TheServiceGoesAway_FailsAndNothingIsVisible()
    {
        var isAway = false;
        var store = Open(_ => Volatile.Read(ref isAway) ? new Mischief { Answer = 503 } : null);
        await using (var writer = await store.CreateAsync("a", replace: false, Token))
        {
            await writer.Content.WriteAsync(Content(LargeLength - 10), Token);
            Volatile.Write(ref isAway, true);
            await writer.Content.WriteAsync(Content(10), Token);
            Assert.Equal("StoreUnavailable", (await Assert.ThrowsAnyAsync<DrException>(() => writer.CommitAsync(Token))).Id);
        }

        Volatile.Write(ref isAway, false);
        Assert.Empty(await NamesAsync(store));
    }

    [Fact]
    public async Task Read_AnswersCutAndRefused_GoesOnWhereItStood()
    {
        var direct = OpenPlace(Service, Policy());
        _opened.Add(direct);
        var content = Content(LargeLength);
        await WriteAsync(direct, "a", content);
        var store = Open(request => (request.Method, request.Number % 3) switch
        {
            ("GET", 0) => new Mischief { CutAnswerAfter = 100_000 },
            ("GET", 1) => new Mischief { Answer = 500 },
            _ => null,
        });
        Assert.Equal(content, await ReadAsync(store, "a"));
        Assert.Equal(content[1_234_567..], await ReadAsync(store, "a", 1_234_567));
    }

    [Fact]
    public async Task Read_ReplacedMeanwhile_NeverMixesTheTwo()
    {
        var store = OpenPlace(Service, Policy());
        _opened.Add(store);
        await WriteAsync(store, "a", Content(LargeLength));
        await using var stream = await store.OpenReadAsync("a", 0, Token);
        Assert.Equal(Content(LargeLength)[0], stream.ReadByte());
        await WriteAsync(store, "a", Content(LargeLength + 1), replace: true);
        Assert.Equal("BackupCorrupt", (await Assert.ThrowsAnyAsync<DrException>(() => stream.CopyToAsync(Stream.Null, Token))).Id);
    }

    [Fact]
    public async Task AnyCall_Refused_IsNotRepeated()
    {
        var proxy = Proxy(_ => new Mischief { Answer = 403 });
        var store = OpenPlace(proxy.Address, Policy());
        _opened.Add(store);
        Assert.Equal("StoreRefused", (await Assert.ThrowsAnyAsync<DrException>(() => NamesAsync(store))).Id);
        Assert.Single(proxy.Requests);
    }

    [Fact]
    public async Task AnyCall_TheServiceAway_GivesUpAfterABoundedNumberOfTries()
    {
        var proxy = Proxy(_ => new Mischief { Answer = 503 });
        var store = OpenPlace(proxy.Address, Policy());
        _opened.Add(store);
        var error = await Assert.ThrowsAnyAsync<DrException>(() => store.StatAsync("a", Token));
        Assert.Equal("StoreUnavailable", error.Id);
        Assert.Equal(6, proxy.Requests.Count);
    }

    protected IBackupStore Open(Func<ProxiedRequest, Mischief?> rule)
    {
        var store = OpenPlace(Proxy(rule).Address, Policy());
        _opened.Add(store);
        return store;
    }

    private HostileProxy Proxy(Func<ProxiedRequest, Mischief?> rule)
    {
        var proxy = new HostileProxy(Service, rule);
        _opened.Add(proxy);
        return proxy;
    }

    private protected RetryPolicy Policy() => new(_clock, () => 1);

    protected static byte[] Content(int length) => TestContent.Make(length);

    protected static Task WriteAsync(IBackupStore store, string name, byte[] content, bool replace = false) => TestContent.WriteAsync(store, name, content, replace);

    protected static Task<byte[]> ReadAsync(IBackupStore store, string name, long offset = 0) => TestContent.ReadAsync(store, name, offset);

    protected static async Task<IReadOnlyList<string>> NamesAsync(IBackupStore store) =>
        [.. (await TestContent.ListAsync(store)).Select(found => found.Name).Order(StringComparer.Ordinal)];
}

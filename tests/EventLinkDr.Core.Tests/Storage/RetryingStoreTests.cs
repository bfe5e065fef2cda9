using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Faults;
using EventLinkDr.TestKit.StoreContract;

namespace EventLinkDr.Core.Tests.Storage;

public sealed class RetryingStoreTests : IAsyncDisposable
{
    private readonly MemoryStore _memory = new();
    private readonly EagerClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _memory.DisposeAsync();

    [Fact]
    public async Task EveryCall_FailingTwice_Succeeds()
    {
        var store = Open(call => call.Operation is "Stat" or "OpenRead" or "Create" or "Delete" && call.Number < 2 ? Passing() : null);
        await TestContent.WriteAsync(store, "a", [1, 2, 3]);
        Assert.Equal(3, (await store.StatAsync("a", Token))!.Length);
        Assert.Equal([2, 3], await TestContent.ReadAsync(store, "a", 1));
        await store.DeleteAsync("a", Token);
        Assert.Empty(_memory.Names);
    }

    [Fact]
    public async Task List_BreakingOffAgainAndAgain_GivesEachObjectOnce()
    {
        for (var i = 0; i < 30; i++) _memory[$"n{i}"] = [];
        var store = Open(call => call.Operation == "ListItem" && call.Position == 10 * (call.Number % 3) && call.Number < 60 ? Passing() : null);
        var names = (await TestContent.ListAsync(store)).Select(found => found.Name).ToList();
        Assert.Equal(_memory.Names.Order(), names.Order());
    }

    [Fact]
    public async Task Read_BreakingOffAtEveryThirdRead_GoesOnWhereItStood()
    {
        _memory["a"] = TestContent.Make(2_000_000);
        var store = Open(call => call.Operation is "Read" or "OpenRead" && call.Number % 3 == 1 ? Passing() : null);
        Assert.Equal(TestContent.Make(2_000_000)[77..], await TestContent.ReadAsync(store, "a", 77));
        await using var stream = await store.OpenReadAsync("a", 0, Token);
        var blocking = new byte[2_000_000];
        await Task.Run(() => stream.ReadExactly(blocking), Token);
        Assert.Equal(TestContent.Make(2_000_000), blocking);
    }

    [Fact]
    public async Task Read_NoProgressAtAll_GivesUp()
    {
        _memory["a"] = [1];
        var reads = 0;
        var store = Open(call => call.Operation == "Read" && ++reads > 0 ? Passing() : null);
        Assert.Equal("StoreUnavailable", (await Assert.ThrowsAsync<StoreException>(() => TestContent.ReadAsync(store, "a"))).Id);
        Assert.Equal(6, reads);
    }

    [Fact]
    public async Task AnyCall_FailingForGood_FailsAtOnce()
    {
        var calls = 0;
        var store = Open(_ => ++calls > 0 ? new StoreException(ErrorTable.StoreRefused, "no") : null);
        await Assert.ThrowsAsync<StoreException>(() => store.StatAsync("a", Token));
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Write_Failing_IsNotRepeatedHere()
    {
        var store = Open(call => call.Operation == "Write" ? Passing() : null);
        await Assert.ThrowsAsync<StoreException>(() => TestContent.WriteAsync(store, "a", [1]));
        Assert.Empty(_memory.Names);
    }

    private RetryingStore Open(Func<StoreCall, Exception?> rule) => new(new FaultyStore(_memory, rule), new RetryPolicy(_clock, () => 1));

    private static StoreException Passing() => new(ErrorTable.StoreUnavailable, "busy") { IsTransient = true };
}

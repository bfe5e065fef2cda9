using System.Collections.Concurrent;
using System.Security.Cryptography;
using EventLinkDr.Adapters.Stores;
using EventLinkDr.TestKit.StoreContract;

namespace EventLinkDr.Adapters.Tests.Stores;

public sealed class BlockStreamTests
{
    private readonly ConcurrentDictionary<int, byte[]> _sent = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(99, 0)]
    [InlineData(100, 0)]
    [InlineData(101, 2)]
    [InlineData(300, 3)]
    [InlineData(301, 4)]
    public async Task Finish_ContentOfAnyLength_IsCutIntoFullBlocksAndARest(int length, int blocks)
    {
        var content = TestContent.Make(length);
        await using var stream = new BlockStream(_ => 100, 2, StoreAsync);
        for (var i = 0; i < length; i += 7) await stream.WriteAsync(content.AsMemory(i, Math.Min(7, length - i)), Token);
        var (sent, whole, digest) = await stream.FinishAsync(Token);
        Assert.Equal(blocks, sent);
        Assert.Equal(length, stream.Length);
        Assert.Equal(SHA256.HashData(content), digest);
        Assert.Equal(content, blocks == 0 ? whole.ToArray() : Enumerable.Range(0, blocks).SelectMany(block => _sent[block]).ToArray());
    }

    [Fact]
    public async Task Write_Blocking_DoesTheSame()
    {
        var content = TestContent.Make(100_000);
        await using var stream = new BlockStream(block => 1000 + block, 3, StoreAsync);
        await Task.Run(() => stream.Write(content), Token);
        var (sent, _, _) = await stream.FinishAsync(Token);
        Assert.Equal(content, Enumerable.Range(0, sent).SelectMany(block => _sent[block]).ToArray());
        Assert.Equal(1005, _sent[5].Length);
    }

    [Fact]
    public async Task Write_SlowService_NeverHasMoreBlocksUnderWayThanAllowed()
    {
        int now = 0, most = 0;
        await using var stream = new BlockStream(_ => 10, 3, async (_, _, token) =>
        {
            lock (_sent) most = Math.Max(most, ++now);
            await Task.Delay(1, token);
            lock (_sent) now--;
        });
        for (var i = 0; i < 100; i++) await stream.WriteAsync(new byte[10], Token);
        await stream.FinishAsync(Token);
        Assert.InRange(most, 1, 3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_ABlockFails_FailsWithThatAndStopsTheOthers(bool isAsync)
    {
        var running = 0;
        await using var stream = new BlockStream(_ => 10, 2, async (block, _, token) =>
        {
            if (block == 3) throw new InvalidDataException("block 3");
            Interlocked.Increment(ref running);
            try
            {
                await Task.Delay(block < 3 ? 0 : Timeout.Infinite, token);
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        });
        var error = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                if (isAsync) await stream.WriteAsync(new byte[10], Token);
                else await Task.Run(() => stream.Write(new byte[10]), Token);
            }
        });
        Assert.Equal("block 3", error.Message);
        await Assert.ThrowsAsync<InvalidDataException>(() => stream.FinishAsync(Token));
        await stream.DisposeAsync();
        Assert.Equal(0, running);
    }

    [Fact]
    public async Task Dispose_WithBlocksUnderWay_WaitsUntilTheyHaveStopped()
    {
        var running = 0;
        var stream = new BlockStream(_ => 10, 2, async (_, _, token) =>
        {
            Interlocked.Increment(ref running);
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                await Task.Delay(20, CancellationToken.None);
                Interlocked.Decrement(ref running);
            }
        });
        await stream.WriteAsync(new byte[25], Token);
        await stream.DisposeAsync();
        Assert.Equal(0, running);
    }

    [Fact]
    public async Task Finish_Cancelled_LeavesTheStreamDisposable()
    {
        using var stop = new CancellationTokenSource(50);
        await using var stream = new BlockStream(_ => 10, 2, (_, _, token) => Task.Delay(Timeout.Infinite, token));
        await stream.WriteAsync(new byte[15], Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stream.FinishAsync(stop.Token));
    }

    private Task StoreAsync(int block, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        Assert.True(_sent.TryAdd(block, data.ToArray()));
        return Task.CompletedTask;
    }
}

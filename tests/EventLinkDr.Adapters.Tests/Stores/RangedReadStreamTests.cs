using System.Collections.Concurrent;
using EventLinkDr.Adapters.Stores;
using EventLinkDr.TestKit.StoreContract;

namespace EventLinkDr.Adapters.Tests.Stores;

public sealed class RangedReadStreamTests
{
    private readonly byte[] _content = TestContent.Make(20_000_000);
    private readonly ConcurrentQueue<(long Offset, int Count)> _fetched = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_ToTheEnd_FetchesGrowingPartsEachOnce()
    {
        await using var stream = await OpenAsync(123);
        var read = new MemoryStream();
        await stream.CopyToAsync(read, Token);
        Assert.Equal(_content[123..], read.ToArray());
        long position = 123;
        foreach (var (offset, count) in _fetched)
        {
            Assert.Equal(position, offset);
            position += count;
        }

        Assert.Equal(_content.Length, position);
        Assert.Equal(256 * 1024, _fetched.First().Count);
        Assert.Equal(4 * 1024 * 1024, _fetched.Max(part => part.Count));
    }

    [Fact]
    public async Task Read_ALittle_FetchesALittle()
    {
        await using var stream = await OpenAsync(5_000_000);
        var buffer = new byte[200_000];
        await stream.ReadExactlyAsync(buffer, Token);
        Assert.Equal(_content[5_000_000..5_200_000], buffer);
        Assert.Equal([(5_000_000L, 256 * 1024)], _fetched);
    }

    [Fact]
    public async Task Read_AtTheEnd_GivesNothing()
    {
        await using var stream = await OpenAsync(_content.Length);
        Assert.Equal(0, await stream.ReadAsync(new byte[10], Token));
    }

    [Fact]
    public async Task Read_AFailedPart_IsFetchedAgainByTheNextRead()
    {
        var fails = true;
        await using var stream = new RangedReadStream(0, (offset, count, _) =>
            offset > 0 && fails ? throw new IOException("gone") : Task.FromResult(Part(offset, count)), "a");
        await stream.StartAsync(Token);
        var buffer = new byte[256 * 1024];
        await stream.ReadExactlyAsync(buffer, Token);
        await Assert.ThrowsAsync<IOException>(async () => await stream.ReadExactlyAsync(buffer, Token));
        fails = false;
        await stream.ReadExactlyAsync(buffer, Token);
        Assert.Equal(_content[(256 * 1024)..(512 * 1024)], buffer);
    }

    private async Task<RangedReadStream> OpenAsync(long offset)
    {
        var stream = new RangedReadStream(offset, (from, count, _) => Task.FromResult(Part(from, count)), "a");
        await stream.StartAsync(Token);
        return stream;
    }

    private ObjectRange Part(long offset, int count)
    {
        _fetched.Enqueue((offset, (int)Math.Min(count, _content.Length - offset)));
        return new ObjectRange(_content.AsMemory((int)offset, (int)Math.Min(count, _content.Length - offset)), _content.Length);
    }
}

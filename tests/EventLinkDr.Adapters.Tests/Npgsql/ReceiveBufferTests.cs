using System.Net;
using System.Net.Sockets;
using EventLinkDr.Adapters.Npgsql;

namespace EventLinkDr.Adapters.Tests.Npgsql;

/// <summary>On a socket that was used asynchronously before, as every socket of Npgsql was.</summary>
public sealed class ReceiveBufferTests : IAsyncLifetime
{
    private const int Size = 64 * 1024;

    private readonly byte[] _bytes = new byte[Size];
    private Socket _server = null!;
    private NetworkStream _client = null!;
    private ReceiveBuffer _buffer = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!, Token);
        _server = await listener.AcceptAsync(Token);
        _server.NoDelay = true;
        _client = new NetworkStream(client, ownsSocket: true);
        var first = _client.ReadAsync(new byte[1], Token);
        await _server.SendAsync(new byte[1], Token);
        await first;
        _buffer = new ReceiveBuffer(_bytes, 0, 0, _client, (_, _) => { });
    }

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await _client.DisposeAsync();
    }

    [Fact]
    public async Task Fill_AfterTheBufferWasFilledByAllThereWas_SeesTheLittleThatFollows()
    {
        await DrainAsync();
        await _server.SendAsync(new byte[Size], Token);
        await UntilAvailableAsync(Size);
        Assert.Equal(Size, await FillAsync());
        var next = FillAsync();
        await Task.Delay(20, Token);
        await _server.SendAsync(new byte[10], Token);
        Assert.Equal(10, await next.WaitAsync(TimeSpan.FromSeconds(30), Token));
    }

    [Fact]
    public async Task GiveBack_WithLittleOnItsWay_LeavesAConnectionThatReads()
    {
        await DrainAsync();
        var fill = FillAsync();
        await _server.SendAsync(new byte[Size], Token);
        await fill;
        while (_client.DataAvailable) await FillAsync();
        // What came under the mark, and what comes after it.
        await _server.SendAsync(new byte[7], Token);
        await UntilAvailableAsync(7);
        _buffer.GiveBack();
        Assert.Equal(7, await ReadAsync().WaitAsync(TimeSpan.FromSeconds(30), Token));
        var late = ReadAsync();
        await Task.Delay(20, Token);
        await _server.SendAsync(new byte[5], Token);
        Assert.Equal(5, await late.WaitAsync(TimeSpan.FromSeconds(30), Token));
    }

    [Fact]
    public async Task Fill_PiecesOfAnySizeAtAnyTime_TakesAllAndSeesTheEnd()
    {
        var random = new Random(5);
        var pieces = Enumerable.Range(0, 400).Select(_ => random.Next(4) switch { 0 => 1 + random.Next(20), 1 => 8192, 2 => Size, _ => 1 + random.Next(3 * Size) }).ToList();
        var sending = Task.Run(() =>
        {
            var pause = new Random(6);
            foreach (var piece in pieces)
            {
                _server.Send(new byte[piece]);
                if (pause.Next(4) == 0) Thread.Sleep(pause.Next(3));
            }

            _server.Shutdown(SocketShutdown.Send);
        }, Token);
        var receiving = Task.Run(() =>
        {
            var pause = new Random(7);
            var all = 0L;
            while (_buffer.Fill())
            {
                all += _buffer.Content.Length;
                _buffer.Skip(_buffer.Content.Length);
                if (pause.Next(4) == 0) Thread.Sleep(pause.Next(3));
            }

            return all;
        }, Token);
        Assert.Equal(pieces.Sum(piece => (long)piece), await receiving.WaitAsync(TimeSpan.FromSeconds(60), Token));
        await sending;
    }

    /// <summary>A read that finds less than fits: from then on the buffer waits for more.</summary>
    private async Task DrainAsync()
    {
        await _server.SendAsync(new byte[100], Token);
        Assert.Equal(100, await FillAsync());
    }

    private Task<int> FillAsync() => Task.Factory.StartNew(() =>
    {
        Assert.True(_buffer.Fill());
        var count = _buffer.Content.Length;
        _buffer.Skip(count);
        return count;
    }, Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private Task<int> ReadAsync() => Task.Factory.StartNew(() => _client.Read(new byte[100], 0, 100), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private async Task UntilAvailableAsync(int count)
    {
        while (_client.Socket.Available < count) await Task.Delay(1, Token);
    }
}

using EventLinkDr.Adapters.Docker;
using EventLinkDr.Hosting;

namespace EventLinkDr.Adapters.Tests.Docker;

public sealed class FrameReaderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(100_000, 5)]
    [InlineData(100_000, 200_000)]
    public async Task Read_HoweverTheBytesArrive_GivesTheSame(int arriving, int asked)
    {
        var random = new Random(1);
        var expected = new[] { new MemoryStream(), new MemoryStream() };
        using var framed = new MemoryStream();
        foreach (var length in new[] { 0, 1, 8, 0, 32 * 1024, 70_000, 3 })
        {
            for (var channel = 0; channel < 2; channel++)
            {
                var content = new byte[length];
                random.NextBytes(content);
                framed.Write([(byte)(channel + 1), 0, 0, 0, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length]);
                framed.Write(content);
                expected[channel].Write(content);
            }
        }

        var reader = new FrameReader(new Portions(framed.ToArray(), arriving));
        var got = new[] { new MemoryStream(), new MemoryStream() };
        var buffer = new byte[asked];
        while (await reader.ReadAsync(buffer, Token) is { Count: > 0 } piece) got[(int)piece.Channel].Write(buffer, 0, piece.Count);
        Assert.Equal(expected[0].ToArray(), got[(int)ContainerChannel.Output].ToArray());
        Assert.Equal(expected[1].ToArray(), got[(int)ContainerChannel.Error].ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(12)]
    public async Task Read_TheStreamEndsWithinAFrame_IsAnError(int length)
    {
        var reader = new FrameReader(new MemoryStream([.. new byte[] { 1, 0, 0, 0, 0, 0, 0, 5, 1, 2, 3, 4, 5 }.Take(length)]));
        await Assert.ThrowsAsync<EndOfStreamException>(async () =>
        {
            while ((await reader.ReadAsync(new byte[100], Token)).Count > 0) { }
        });
    }

    [Fact]
    public async Task Read_WhatIsNotFramed_IsAnError() =>
        await Assert.ThrowsAsync<InvalidDataException>(async () => await new FrameReader(new MemoryStream("plain text"u8.ToArray())).ReadAsync(new byte[10], Token));

    /// <summary>Gives at most so many bytes at a time, as a socket may.</summary>
    private sealed class Portions(byte[] content, int portion) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer.Length > portion ? buffer[..portion] : buffer, cancellationToken);
    }
}

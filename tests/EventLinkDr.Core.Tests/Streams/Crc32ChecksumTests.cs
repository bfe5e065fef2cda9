using EventLinkDr.Streams;

namespace EventLinkDr.Core.Tests.Streams;

public sealed class Crc32ChecksumTests
{
    [Fact]
    public void Value_OfTheCheckText_IsThePublishedOne() => Assert.Equal(0xCBF43926u, Of("123456789"u8));

    [Fact]
    public void Value_OfNothing_IsZero() => Assert.Equal(0u, Of([]));

    [Fact]
    public void Value_OfAnyLength_EqualsTheTables()
    {
        var data = new byte[1500];
        new Random(7).NextBytes(data);
        for (var length = 0; length < data.Length; length++) Assert.Equal(Crc32Checksum.Portable(data.AsSpan(0, length)), Of(data.AsSpan(0, length)));
    }

    [Fact]
    public void Add_InPieces_GivesTheSame()
    {
        var random = new Random(8);
        var data = new byte[20_000];
        random.NextBytes(data);
        for (var round = 0; round < 200; round++)
        {
            var crc = default(Crc32Checksum);
            for (var at = 0; at < data.Length;)
            {
                var count = Math.Min(random.Next(400), data.Length - at);
                crc.Add(data.AsSpan(at, count));
                at += count;
            }

            Assert.Equal(Crc32Checksum.Portable(data), crc.Value);
        }
    }

    private static uint Of(ReadOnlySpan<byte> data)
    {
        var crc = default(Crc32Checksum);
        crc.Add(data);
        return crc.Value;
    }
}

using System.IO.Compression;
using EventLinkDr.Diagnostics;
using EventLinkDr.Streams;

namespace EventLinkDr.Core.Tests.Streams;

public sealed class GzipReadStreamTests
{
    [Theory]
    [InlineData(0, CompressionLevel.Optimal)]
    [InlineData(1, CompressionLevel.Fastest)]
    [InlineData(100_000, CompressionLevel.NoCompression)]
    [InlineData(1_000_000, CompressionLevel.Optimal)]
    [InlineData(3_000_000, CompressionLevel.Fastest)]
    public void Read_OneMember_GivesTheText(int length, CompressionLevel level)
    {
        var text = Gzipped.Text(length);
        Assert.Equal(text, Gzipped.Read(Gzipped.Member(text, level)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(int.MaxValue)]
    public void Read_ManyMembersOfAllSizes_GivesTheirTextsInARow(int chunk)
    {
        var texts = new[] { 5, 0, 0, 70_000, 1, 0, 300, 300, 0, 20_000, 0 }.Select((length, i) => Gzipped.Text(length, i)).ToArray();
        var file = texts.SelectMany(text => Gzipped.Member(text)).ToArray();
        Assert.Equal(texts.SelectMany(text => text).ToArray(), Gzipped.Read(file, chunk));
    }

    [Fact]
    public void Read_HundredsOfEqualMembers_FindsEachEnd()
    {
        var text = Gzipped.Text(40);
        var file = Enumerable.Repeat(Gzipped.Member(text), 500).SelectMany(member => member).ToArray();
        Assert.Equal(500 * 40, Gzipped.Read(file).Length);
    }

    [Fact]
    public void Read_EmptyStoredBlocks_AreNotTakenForTheTrailer()
    {
        // Three empty stored blocks: runs of zeros like the trailer of an empty member.
        byte[] empty = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0xFF, 0xFF, 1, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0];
        var text = Gzipped.Text(50);
        byte[] file = [.. empty, .. Gzipped.Member(text), .. empty];
        Assert.Equal(text, Gzipped.Read(file));
    }

    [Fact]
    public void Read_HeaderWithEveryField_IsPassedOver()
    {
        var plain = Gzipped.Member(Gzipped.Text(100));
        byte[] head = [0x1F, 0x8B, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 3, 0, 9, 9, 9, (byte)'a', 0, (byte)'b', (byte)'c', 0];
        var crc = Crc32Checksum.Portable(head);
        byte[] file = [.. head, (byte)crc, (byte)(crc >> 8), .. plain[10..]];
        Assert.Equal(Gzipped.Text(100), Gzipped.Read(file));
        file[head.Length] ^= 1;
        Assert.Equal("BackupCorrupt", Assert.Throws<DrException>(() => Gzipped.Read(file)).Id);
    }

    [Fact]
    public void Read_ZeroPadding_IsTolerated()
    {
        byte[] file = [.. Gzipped.Member(Gzipped.Text(10_000)), .. new byte[5000]];
        Assert.Equal(Gzipped.Text(10_000), Gzipped.Read(file));
    }

    [Theory]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 0, 0, 1 })]
    [InlineData(new byte[] { 0, 0x1F, 0x8B, 8 })]
    [InlineData(new byte[] { 0x1F, 0x8C })]
    public void Read_Garbage_IsAnError(byte[] garbage)
    {
        byte[] file = [.. Gzipped.Member(Gzipped.Text(10_000)), .. garbage];
        Assert.Equal("BackupCorrupt", Assert.Throws<DrException>(() => Gzipped.Read(file)).Id);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Read_TrailerWrong_IsCorrupt(int fromEnd)
    {
        foreach (var length in new[] { 0, 10, 100_000 })
        {
            var file = Gzipped.Member(Gzipped.Text(length));
            file[^fromEnd] ^= 0x10;
            Assert.Equal("BackupCorrupt", Assert.Throws<DrException>(() => Gzipped.Read(file)).Id);
            byte[] more = [.. file, .. Gzipped.Member(Gzipped.Text(10))];
            Assert.Equal("BackupCorrupt", Assert.Throws<DrException>(() => Gzipped.Read(more)).Id);
        }
    }

    [Theory]
    [InlineData(CompressionLevel.Optimal, 1)]
    [InlineData(CompressionLevel.NoCompression, 1)]
    [InlineData(CompressionLevel.Fastest, 6)]
    public void Read_CutAnywhere_IsTruncated(CompressionLevel level, int members)
    {
        var ends = new HashSet<int>();
        var file = Array.Empty<byte>();
        for (var i = 0; i < members; i++)
        {
            file = [.. file, .. Gzipped.Member(Gzipped.Text(60_000 / members, i), level)];
            ends.Add(file.Length);
        }

        var cuts = Enumerable.Range(Math.Max(0, file.Length - 1024), Math.Min(file.Length, 1024)).Concat(Enumerable.Range(0, 200).Select(i => (int)((long)file.Length * i / 200)));
        // A cut between two members leaves good gzip data: only what is in it can tell.
        foreach (var cut in cuts.Where(cut => cut > 0 && !ends.Contains(cut)))
            Assert.Equal("BackupTruncated", Assert.Throws<DrException>(() => Gzipped.Read(file[..cut])).Id);
    }

    [Fact]
    public void Read_ABitFlippedAnywhere_IsAnErrorOrChangesNothing()
    {
        byte[] file = [.. Gzipped.Member(Gzipped.Text(150_000), CompressionLevel.Optimal), .. Gzipped.Member(Gzipped.Text(50_000, 2))];
        var text = Gzipped.Read(file);
        var caught = 0;
        for (var i = 0; i < 500; i++)
        {
            var at = (int)((long)file.Length * i / 500);
            file[at] ^= (byte)(1 << (i % 8));
            try
            {
                Assert.Equal(text, Gzipped.Read(file));
            }
            catch (DrException error)
            {
                Assert.Contains(error.Id, new[] { "BackupCorrupt", "BackupTruncated" });
                caught++;
            }

            file[at] ^= (byte)(1 << (i % 8));
        }

        Assert.InRange(caught, 480, 500);
    }
}

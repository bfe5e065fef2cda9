using System.IO.Compression;
using System.Text;
using EventLinkDr.Model;
using EventLinkDr.Streams;

namespace EventLinkDr.Core.Tests.Streams;

public sealed class GzipLevelTests
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(row => $"{row}\tstudent{row * 7919 % 5003}@example.ro\tview\t2026-01-{1 + row % 28:00}\n")));

    [Theory]
    [InlineData(BackupCompression.None)]
    [InlineData(BackupCompression.Fast)]
    [InlineData(BackupCompression.Default)]
    [InlineData(BackupCompression.Small)]
    public void Open_EveryLevel_GivesWhatAnyGunzipReads(BackupCompression level)
    {
        using var packed = new MemoryStream(Pack(level));
        using var unpacked = new MemoryStream();
        using (var gunzip = new GZipStream(packed, CompressionMode.Decompress)) gunzip.CopyTo(unpacked);
        Assert.Equal(Text, unpacked.ToArray());
    }

    [Fact]
    public void Open_ALevelThatWorksHarder_GivesLess()
    {
        var sizes = new[] { BackupCompression.None, BackupCompression.Fast, BackupCompression.Default, BackupCompression.Small }.Select(level => Pack(level).Length).ToList();
        Assert.Equal(sizes.OrderDescending(), sizes);
    }

    [Fact]
    public void Open_FastOnThisRuntime_IsSmallerThanThePlatformsFastest()
    {
        using var fastest = new MemoryStream();
        using (var gzip = new GZipStream(fastest, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Text);
        Assert.True(Pack(BackupCompression.Fast).Length < fastest.Length, "zlib's level 2 was not found on a runtime that has it");
    }

    private static byte[] Pack(BackupCompression level)
    {
        using var packed = new MemoryStream();
        using (var gzip = GzipLevel.Open(packed, level)) gzip.Write(Text);
        return packed.ToArray();
    }
}

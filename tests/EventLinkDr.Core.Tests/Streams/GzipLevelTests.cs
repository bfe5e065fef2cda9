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
        // Which of the two in the middle is smaller depends on the text.
        foreach (var level in new[] { BackupCompression.Fast, BackupCompression.Default })
            Assert.InRange(Pack(level).Length, Pack(BackupCompression.Small).Length + 1, Pack(BackupCompression.None).Length / 2);
    }

    [Fact]
    public void Open_DefaultOnThisRuntime_IsTheLevelThatWasChosen()
    {
        using var optimal = new MemoryStream();
        using (var gzip = new GZipStream(optimal, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(Text);
        Assert.True(Pack(BackupCompression.Default).Length != optimal.Length, "zlib's level 3 was not found on a runtime that has it");
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

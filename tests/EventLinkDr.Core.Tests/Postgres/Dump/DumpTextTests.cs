using System.Text;
using EventLinkDr.Core.Tests.Streams;
using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Core.Tests.Postgres.Dump;

public sealed class DumpTextTests
{
    [Fact]
    public void Open_PlainText_IsReadAsItIs() => Assert.Equal("SELECT 1;", Read("SELECT 1;"u8.ToArray()));

    [Fact]
    public void Open_Gzip_IsUnpacked() => Assert.Equal("SELECT 1;", Read(Gzipped.Member("SELECT 1;"u8.ToArray())));

    [Fact]
    public void Open_Long_IsReadToTheEnd()
    {
        var text = Gzipped.Text(700_000);
        Assert.Equal(Encoding.ASCII.GetString(text), Read(text));
        Assert.Equal(Encoding.ASCII.GetString(text), Read(Gzipped.Member(text)));
    }

    [Theory]
    [InlineData("PGDMP\u0001\u000e", "custom format")]
    [InlineData("toc.dat\0\0\0", "tar format")]
    [InlineData("age-encryption.org/v1\n", "age")]
    [InlineData("BZh9", "bzip2")]
    [InlineData("\u00ff\u00feS\0", "UTF-16")]
    [InlineData("abc\0def", "no text")]
    public void Open_SomethingElse_IsNamed(string content, string found)
    {
        var bytes = Encoding.Latin1.GetBytes(content);
        foreach (var file in new[] { bytes, Gzipped.Member(bytes) })
        {
            var error = Assert.Throws<DrException>(() => Read(file));
            Assert.Equal("BackupNotADump", error.Id);
            Assert.Contains(found, error.Found, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Open_Empty_IsTruncated()
    {
        Assert.Equal("BackupTruncated", Assert.Throws<DrException>(() => Read([])).Id);
        Assert.Equal("BackupTruncated", Assert.Throws<DrException>(() => Read(Gzipped.Member([]))).Id);
        Assert.Equal("BackupTruncated", Assert.Throws<DrException>(() => Read([0x1F, 0x8B])).Id);
    }

    [Fact]
    public void FilePosition_AtTheEnd_IsTheLengthOfTheFile()
    {
        var file = Gzipped.Member(Gzipped.Text(100_000));
        using var text = DumpText.Open(new MemoryStream(file));
        Gzipped.ReadAll(text);
        Assert.Equal(file.Length, text.FilePosition);
    }

    private static string Read(byte[] file)
    {
        using var text = DumpText.Open(new MemoryStream(file));
        return Encoding.Latin1.GetString(Gzipped.ReadAll(text));
    }
}

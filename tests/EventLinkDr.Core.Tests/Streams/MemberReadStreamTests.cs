using System.Buffers.Binary;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Streams;

namespace EventLinkDr.Core.Tests.Streams;

public sealed class MemberReadStreamTests
{
    private static readonly byte[] Text = Gzipped.Text(30_000);
    private static readonly byte[] File = Gzipped.Member(Text);
    private static readonly BackupMember Member = new()
    {
        Kind = MemberKind.TableData, Offset = 0, Length = File.Length, RawLength = Text.Length, Crc32 = BinaryPrimitives.ReadUInt32LittleEndian(File.AsSpan(File.Length - 8)),
    };

    [Fact]
    public void Read_StopsAtTheEndOfTheMember() => Assert.Equal(Text, Read([.. File, .. File], Member));

    [Fact]
    public void Read_AnotherMemberThanTheManifestSays_IsCorrupt()
    {
        Assert.Equal("BackupCorrupt", Error(File, Member with { Crc32 = Member.Crc32 ^ 1 }));
        Assert.Equal("BackupCorrupt", Error(File, Member with { RawLength = Member.RawLength + 1 }));
        byte[] two = [.. File, .. File];
        Assert.Equal("BackupCorrupt", Error(two, Member with { Length = two.Length }));
    }

    [Fact]
    public void Read_CutShort_IsTruncated()
    {
        for (var cut = 0; cut < File.Length; cut += 97) Assert.Equal("BackupTruncated", Error(File[..cut], Member));
        Assert.Equal("BackupTruncated", Error(File, Member with { Length = Member.Length - 1 }));
    }

    private static string Error(byte[] file, BackupMember member) => Assert.Throws<DrException>(() => Read(file, member)).Id;

    private static byte[] Read(byte[] file, BackupMember member)
    {
        using var stream = new MemberReadStream(new MemoryStream(file), member);
        return Gzipped.ReadAll(stream);
    }
}

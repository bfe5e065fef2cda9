using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Core.Tests.Catalog;

public sealed class ManifestSerializerTests
{
    private static readonly BackupManifest Manifest = new()
    {
        Id = Guid.Parse("11111111-2222-3333-4444-555555555555"), FileName = "a.sql.gz", FileLength = 10, FileSha256 = "00", ToolVersion = "0.1.0",
        Engine = "parallel", Database = "événement", ServerVersion = "15.18", PgDumpVersion = "15.18", SystemIdentifier = "7", SnapshotLsn = "0/1",
        SnapshotTime = DateTimeOffset.UnixEpoch, Timeline = 1, Started = DateTimeOffset.UnixEpoch, Finished = DateTimeOffset.UnixEpoch, Encoding = "UTF8",
        Properties = new DatabaseProperties { Owner = "eventlink", Encoding = "UTF8", LocaleProvider = "libc", Collate = "C", CType = "C" },
        Tables = [new BackupTable { Schema = "public", Name = "users", Columns = ["id"], Rows = 1, Bytes = 2, Digest = "ff" }],
        Members = [new BackupMember { Kind = MemberKind.TableData, Offset = 0, Length = 10, RawLength = 5, Crc32 = 7, Table = 0, Rows = 1 }],
    };

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var read = ManifestSerializer.Read(ManifestSerializer.Write(Manifest), "a");
        Assert.Equal(ManifestSerializer.Write(Manifest), ManifestSerializer.Write(read));
        Assert.Equal("événement", read.Database);
        Assert.Equal(MemberKind.TableData, read.Members[0].Kind);
    }

    [Fact]
    public void Read_CutOrAlteredAnywhere_IsRefused()
    {
        var bytes = ManifestSerializer.Write(Manifest);
        for (var i = 0; i < bytes.Length; i++)
        {
            var altered = (byte[])bytes.Clone();
            altered[i] ^= 1;
            Assert.Equal("ManifestMismatch", Assert.Throws<DrException>(() => ManifestSerializer.Read(altered, "a")).Id);
            Assert.Equal("ManifestMismatch", Assert.Throws<DrException>(() => ManifestSerializer.Read(bytes.AsSpan(0, i), "a")).Id);
        }
    }

    [Theory]
    [InlineData("eventlink-20250101T000000Z.sql.gz", "eventlink-20250101T000000Z.manifest.json")]
    [InlineData("x.sql.gz.age", "x.manifest.json")]
    [InlineData("x.sql", "x.manifest.json")]
    public void NameFor_ReplacesTheEndings(string data, string manifest) => Assert.Equal(manifest, ManifestSerializer.NameFor(data));
}

using System.Globalization;
using EventLinkDr.Catalog;
using EventLinkDr.Model;

namespace EventLinkDr.Bench;

/// <summary>A directory of ten thousand backups of an EventLink database: whole manifests, and data files that hold nothing but their length.</summary>
internal sealed class LongHistory : IDisposable
{
    public const int Count = 10_000;

    private const int Tables = 20;
    private const int Members = 48;

    private LongHistory(string location) => Location = location;

    public string Location { get; }

    public static DateTimeOffset Newest { get; } = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);

    public static LongHistory Create()
    {
        var history = new LongHistory(Directory.CreateTempSubdirectory("eventlinkdr-history-").FullName);
        Parallel.For(0, Count, number =>
        {
            // One an hour, for more than a year.
            var time = Newest.AddHours(-number);
            var name = BackupName.For("eventlink", time, 1);
            using (var data = File.Create(Path.Combine(history.Location, name))) data.SetLength(40_000_000);
            File.WriteAllBytes(Path.Combine(history.Location, ManifestSerializer.NameFor(name)), ManifestSerializer.Write(Manifest(name, time)));
        });
        return history;
    }

    public void Dispose() => Directory.Delete(Location, recursive: true);

    private static BackupManifest Manifest(string name, DateTimeOffset time) => new()
    {
        Id = Guid.NewGuid(),
        FileName = name,
        FileLength = 40_000_000,
        FileSha256 = new string('a', 64),
        ToolVersion = ToolVersion.Current,
        Engine = "parallel",
        Database = "eventlink",
        ServerVersion = "15.18",
        PgDumpVersion = "15.18",
        SystemIdentifier = "7300000000000000000",
        SnapshotTime = time,
        SnapshotLsn = "0/1500000",
        Timeline = 1,
        Started = time,
        Finished = time.AddSeconds(4),
        Revision = "0021_weighted_implicit_signals",
        Encoding = "UTF8",
        Properties = new DatabaseProperties { Owner = "eventlink", Encoding = "UTF8", LocaleProvider = "libc", Collate = "C.UTF-8", CType = "C.UTF-8" },
        Tables = [.. Enumerable.Range(0, Tables).Select(Table)],
        Members = [.. Enumerable.Range(0, Members).Select(Member)],
    };

    private static BackupTable Table(int number) => new()
    {
        Schema = "public", Name = "table_" + number.ToString(CultureInfo.InvariantCulture), Columns = [.. Enumerable.Range(0, 12).Select(column => $"column_{column}")],
        Rows = 20_000, Bytes = 2_000_000, Digest = new string('b', 32),
    };

    private static BackupMember Member(int number) => new() { Kind = MemberKind.TableData, Offset = number * 800_000L, Length = 800_000, RawLength = 4_000_000, Crc32 = 0xCBF43926, Table = number % Tables, Rows = 8000 };
}

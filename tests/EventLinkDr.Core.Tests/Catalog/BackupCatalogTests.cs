using System.IO.Compression;
using System.Text;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;

namespace EventLinkDr.Core.Tests.Catalog;

public sealed class BackupCatalogTests : IDisposable
{
    private const string ForeignDump = "--\n-- PostgreSQL database dump\n--\n\nSET x = 1;\n\n--\n-- PostgreSQL database dump complete\n--\n";

    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task List_ADirectoryThatIsNotThere_IsEmpty() =>
        Assert.Empty(await new BackupCatalog(new DirectoryStore(_directory.File("nowhere"))).ListAsync(BackupFilter.All, Token));

    [Fact]
    public async Task List_ACompleteBackup_TellsWhatItsManifestSays()
    {
        var sample = SampleBackup.Create(time: Noon);
        var path = sample.Save(_directory.Path);
        var set = Assert.Single(await ListAsync());
        Assert.Equal((BackupState.Complete, sample.Name, path, Noon, sample.Data.LongLength), (set.State, set.Name, set.Path, set.Time, set.Size));
        Assert.Equal(("eventlink", "0021_weighted_implicit_signals"), (set.Database, set.Revision));
        Assert.Equal(sample.Manifest.Id, set.Manifest!.Id);
        Assert.Null(set.Detail);
        Assert.Null(set.Proof);
        Assert.False(set.Pinned);
    }

    [Fact]
    public async Task List_CompleteBackups_ReadsNoData()
    {
        // Data that nobody may open: a long history must not be read to be listed.
        var samples = Enumerable.Range(0, 20).Select(day => SampleBackup.Create(time: Noon.AddDays(day), rows: 2)).ToList();
        foreach (var sample in samples) sample.Save(_directory.Path);
        var held = samples.Select(sample => new FileStream(_directory.File(sample.Name), FileMode.Open, FileAccess.ReadWrite, FileShare.None)).ToList();
        try
        {
            Assert.All(await ListAsync(), set => Assert.Equal(BackupState.Complete, set.State));
        }
        finally
        {
            held.ForEach(file => file.Dispose());
        }
    }

    [Theory]
    [InlineData("shop-20260501T120000Z.sql.gz", "shop")]
    [InlineData("my-shop-20260501T120000Z-2.sql", "my-shop")]
    [InlineData("by-hand.sql", null)]
    public async Task List_ADumpOfSomebodyElse_IsForeign(string name, string? database)
    {
        Write(name, name.EndsWith(".gz", StringComparison.Ordinal) ? Gzip(ForeignDump) : Encoding.UTF8.GetBytes(ForeignDump));
        var set = Assert.Single(await ListAsync());
        Assert.Equal((BackupState.Foreign, name, database), (set.State, set.Name, set.Database));
        Assert.Null(set.Manifest);
        if (database is not null) Assert.Equal(Noon, set.Time);
    }

    [Fact]
    public async Task List_OneOfOursWithoutItsManifest_IsIncompleteNeverForeign()
    {
        var sample = SampleBackup.Create();
        Write(sample.Name, sample.Data);
        Write("unpacked.sql", Gunzip(sample.Data));
        Write("eventlink-20260501T120000Z.sql.gz.age", [1, 2, 3]);
        Assert.All(await ListAsync(), set => Assert.Equal(BackupState.Incomplete, set.State));
    }

    [Fact]
    public async Task List_AManifestWithoutItsData_IsIncomplete()
    {
        var sample = SampleBackup.Create(time: Noon);
        Write(sample.ManifestName, sample.ManifestBytes);
        var set = Assert.Single(await ListAsync());
        Assert.Equal((BackupState.Incomplete, sample.Name, Noon, 0L), (set.State, set.Name, set.Time, set.Size));
    }

    [Fact]
    public async Task List_DataOfAnotherLength_IsDamaged()
    {
        var sample = SampleBackup.Create();
        sample.Save(_directory.Path);
        Write(sample.Name, sample.Data[..^1]);
        var set = Assert.Single(await ListAsync());
        Assert.Equal(BackupState.Damaged, set.State);
        Assert.Contains("bytes long", set.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_AManifestThatCannotBeRead_IsDamagedNeverAnException()
    {
        var sample = SampleBackup.Create();
        foreach (var spoil in (Func<byte[], byte[]>[])[_ => [], bytes => bytes[..(bytes.Length / 2)], bytes => [.. bytes, 0x20],
            bytes => Flip(bytes, bytes.Length / 3), _ => "{}"u8.ToArray(), _ => new byte[1000]])
        {
            sample.Save(_directory.Path);
            Write(sample.ManifestName, spoil(sample.ManifestBytes));
            var set = Assert.Single(await ListAsync());
            Assert.Equal((BackupState.Damaged, sample.Name), (set.State, set.Name));
            Assert.NotNull(set.Detail);
        }
    }

    [Theory]
    [InlineData("empty.sql.gz", "")]
    [InlineData("notes.sql", "-- my notes\nSELECT 1;\n")]
    [InlineData("cluster.sql", "--\n-- PostgreSQL database cluster dump\n--\n\n--\n-- PostgreSQL database dump\n--\n")]
    [InlineData("mentions.sql", "SELECT '-- PostgreSQL database dump';\n")]
    public async Task List_AFileThatIsNoDump_IsNotRestorable(string name, string content)
    {
        Write(name, Encoding.UTF8.GetBytes(content));
        Assert.Equal(BackupState.Damaged, Assert.Single(await ListAsync()).State);
        Assert.Empty(await ListAsync(new BackupFilter { Latest = true }));
    }

    [Fact]
    public async Task List_GarbageAndOtherFiles_AreNoObstacle()
    {
        var sample = SampleBackup.Create();
        sample.Save(_directory.Path);
        Write("random.sql.gz", [0x1f, 0x8b, .. Enumerable.Range(0, 500).Select(i => (byte)(i * 31))]);
        Write("half.sql.gz", Gzip(ForeignDump)[..15]);
        Write("readme.txt", [1]);
        Write("eventlink.proof-x.json", [0]);
        Write(".hidden.sql.gz", [1]);
        Write(".being-written.sql.gz.partial", [1]);
        Directory.CreateDirectory(_directory.File("directory.sql.gz"));
        var sets = await ListAsync();
        Assert.Equal([("half.sql.gz", BackupState.Damaged), ("random.sql.gz", BackupState.Damaged), (sample.Name, BackupState.Complete)],
            sets.Select(set => (set.Name, set.State)).OrderBy(set => set.State == BackupState.Complete).ThenBy(set => set.Name, StringComparer.Ordinal));
    }

    [Fact]
    public async Task List_PipesWhereBackupsShouldBe_AreNotWaitedFor()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes have no place in a directory there.");
        var sample = SampleBackup.Create();
        sample.Save(_directory.Path);
        File.Delete(_directory.File(sample.ManifestName));
        foreach (var name in new[] { "pipe.sql.gz", sample.ManifestName, ManifestSerializer.BaseName(sample.Name) + ".proof-20260501T120000Z.json" })
            using (var made = System.Diagnostics.Process.Start("mkfifo", [_directory.File(name)])) await made.WaitForExitAsync(Token);
        Assert.All(await ListAsync().WaitAsync(TimeSpan.FromSeconds(30), Token), set => Assert.Equal(BackupState.Damaged, set.State));
        Assert.Equal(BackupState.Damaged, (await new BackupCatalog(new DirectoryStore(_directory.Path)).GetAsync("pipe.sql.gz", Token)).State);
    }

    [Fact]
    public async Task List_FiltersAndOrder_AreNewestFirst()
    {
        for (var i = 0; i < 4; i++) SampleBackup.Create(i % 2 == 0 ? "shop" : "blog", Noon.AddDays(i)).Save(_directory.Path);
        File.Delete(_directory.File(SampleBackup.Create("blog", Noon.AddDays(3)).Name));
        Assert.Equal("3,2,1,0", Days(await ListAsync()));
        Assert.Equal("3,2", Days(await ListAsync(new BackupFilter { Last = 2 })));
        // The newest is not complete, so it is not one to restore.
        Assert.Equal("2", Days(await ListAsync(new BackupFilter { Latest = true })));
        Assert.Equal("1", Days(await ListAsync(new BackupFilter { After = Noon, Before = Noon.AddDays(2) })));
        Assert.Equal("3,1", Days(await ListAsync(new BackupFilter { Name = ["BLOG-*"] })));
        Assert.Equal("2,1,0", Days(await ListAsync(new BackupFilter { Name = ["shop-202605??T*", "*20260502*"] })));
        Assert.Empty(await ListAsync(new BackupFilter { Name = ["shop"] }));
    }

    [Fact]
    public async Task List_ProofsAndPins_BelongToTheBytesTheyWereMadeOn()
    {
        var sample = SampleBackup.Create(time: Noon);
        sample.Save(_directory.Path);
        await ProveAsync(sample.Name, sample.Data, sample.Manifest.FileSha256, Noon.AddDays(1), passed: true);
        await ProveAsync(sample.Name, sample.Data, sample.Manifest.FileSha256, Noon.AddDays(2), passed: false);
        await ProveAsync(sample.Name, sample.Data, new string('0', 64), Noon.AddDays(3), passed: true);
        Write(ManifestSerializer.BaseName(sample.Name) + ".proof-29990101T000000Z.json", "not json"u8.ToArray());
        Write(ManifestSerializer.BaseName(sample.Name) + ".pin", []);
        var set = Assert.Single(await ListAsync());
        Assert.True(set.Pinned);
        Assert.Equal((Noon.AddDays(2), false), (set.Proof!.Time, set.Proof.Passed));
    }

    [Fact]
    public async Task List_AProofOlderThanTheForeignFile_IsNotItsProof()
    {
        var bytes = Encoding.UTF8.GetBytes(ForeignDump);
        Write("x.sql", bytes);
        var modified = File.GetLastWriteTimeUtc(_directory.File("x.sql"));
        await ProveAsync("x.sql", bytes, new string('1', 64), new DateTimeOffset(modified).AddMinutes(-1), passed: true);
        Assert.Null(Assert.Single(await ListAsync()).Proof);
        await ProveAsync("x.sql", bytes, new string('1', 64), new DateTimeOffset(modified).AddMinutes(1), passed: true);
        Assert.NotNull(Assert.Single(await ListAsync()).Proof);
    }

    [Fact]
    public async Task ProofSidecar_TwoInOneSecond_KeepBoth()
    {
        var sample = SampleBackup.Create();
        var first = await ProveAsync(sample.Name, sample.Data, sample.Manifest.FileSha256, Noon, passed: true);
        var second = await ProveAsync(sample.Name, sample.Data, sample.Manifest.FileSha256, Noon, passed: true);
        Assert.Equal("eventlink-20261123T074500Z.proof-20260501T120000Z.json", first);
        Assert.Equal("eventlink-20261123T074500Z.proof-20260501T120000Z-2.json", second);
    }

    [Fact]
    public async Task List_SeveralProofsInOneSecond_TakesTheLast()
    {
        var sample = SampleBackup.Create(time: Noon);
        sample.Save(_directory.Path);
        for (var i = 1; i < 11; i++) await ProveAsync(sample.Name, sample.Data, sample.Manifest.FileSha256, Noon.AddDays(1), passed: true);
        await ProveAsync(sample.Name, sample.Data, sample.Manifest.FileSha256, Noon.AddDays(1), passed: false);
        Assert.False(Assert.Single(await ListAsync()).Proof!.Passed);
    }

    [Fact]
    public async Task Get_ByNameOfDataOrManifest_OrAnError()
    {
        var sample = SampleBackup.Create();
        sample.Save(_directory.Path);
        Write("dump.txt", Encoding.UTF8.GetBytes(ForeignDump));
        var catalog = new BackupCatalog(new DirectoryStore(_directory.Path));
        Assert.Equal(BackupState.Complete, (await catalog.GetAsync(sample.Name, Token)).State);
        Assert.Equal(sample.Name, (await catalog.GetAsync(sample.ManifestName, Token)).Name);
        Assert.Equal(BackupState.Foreign, (await catalog.GetAsync("dump.txt", Token)).State);
        var error = await Assert.ThrowsAsync<DrException>(() => catalog.GetAsync("nothing.sql.gz", Token));
        Assert.Equal(ErrorTable.BackupNotFound, error.Kind);
    }

    [Fact]
    public async Task List_DataAndManifestRenamedTogether_StaysComplete()
    {
        var sample = SampleBackup.Create();
        Write("before-migration.sql.gz", sample.Data);
        Write("before-migration.manifest.json", sample.ManifestBytes);
        var set = Assert.Single(await ListAsync());
        Assert.Equal((BackupState.Complete, "before-migration.sql.gz"), (set.State, set.Name));
    }

    private Task<IReadOnlyList<BackupSet>> ListAsync(BackupFilter? filter = null) =>
        new BackupCatalog(new DirectoryStore(_directory.Path)).ListAsync(filter ?? BackupFilter.All, Token);

    private Task<string> ProveAsync(string name, byte[] data, string sha256, DateTimeOffset time, bool passed) => new ProofSidecar
    {
        FileName = name,
        FileLength = data.Length,
        FileSha256 = sha256,
        Proof = new BackupProof(VerificationLevel.Restore, time, passed, TimeSpan.FromSeconds(1.5), passed ? null : "ProofFailed", "0.1.0", []),
    }.WriteAsync(new DirectoryStore(_directory.Path), Token);

    private static string Days(IEnumerable<BackupSet> sets) => string.Join(',', sets.Select(set => (set.Time - Noon).TotalDays));

    private void Write(string name, byte[] content)
    {
        Directory.CreateDirectory(_directory.Path);
        File.WriteAllBytes(_directory.File(name), content);
    }

    private static byte[] Flip(byte[] bytes, int at)
    {
        var copy = bytes.ToArray();
        copy[at] ^= 1;
        return copy;
    }

    private static byte[] Gzip(string text)
    {
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return output.ToArray();
    }

    private static byte[] Gunzip(byte[] bytes)
    {
        var output = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        gzip.CopyTo(output);
        return output.ToArray();
    }
}

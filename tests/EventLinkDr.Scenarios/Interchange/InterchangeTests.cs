using System.IO.Compression;
using System.Text;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Drill.Sample;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Zoo;

namespace EventLinkDr.Scenarios.Interchange;

/// <summary>Files go both ways: those of the old scripts and of any pg_dump restore here, ours restore with psql.</summary>
public sealed class InterchangeTests : IDisposable
{
    private readonly PostgresFixture _postgres;
    private readonly TemporaryDirectory _directory = new();
    private readonly Working _working;

    public InterchangeTests(PostgresFixture postgres)
    {
        _postgres = postgres;
        _working = new Working(postgres, _directory);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("eventlink-20260501T120000Z.sql.gz")]
    [InlineData("eventlink-20260501T120000Z.sql")]
    public async Task OldScriptsFile_Restored_HoldsTheSameRows(string name)
    {
        var database = await FilledAsync();
        var expected = await _working.DigestsAsync(database);
        // What the old script runs, byte for byte.
        await SaveAsync(name, await _postgres.PgDumpAsync(database, "--no-owner", "--no-privileges"));
        await _postgres.ExecuteAsync(database, "TRUNCATE public.users CASCADE");
        var result = await _working.RestoreAsync(database, name);
        Assert.Equal(ProofOutcome.Unproven, result.Outcome);
        Assert.Equal(expected, await _working.DigestsAsync(database));
    }

    [Fact]
    public async Task OurFile_RestoredWithGunzipAndPsql_HoldsTheSameRows()
    {
        var database = await FilledAsync();
        var backup = await _working.BackupAsync(database);
        var copy = await _postgres.CreateDatabaseAsync("copy");
        await using var text = new GZipStream(File.OpenRead(backup.Path), CompressionMode.Decompress);
        var psql = await _postgres.PsqlAsync(copy, text);
        Assert.Equal((0, ""), (psql.ExitCode, psql.Error));
        Assert.Equal(backup.Manifest!.Tables.Select(table => $"{table}: {table.Rows} rows, {table.Digest}").Order(StringComparer.Ordinal), await _working.DigestsAsync(copy));
    }

    [Fact]
    public async Task OurFile_LosesItsManifest_AndStillRestoresWithPsqlOnly()
    {
        var database = await FilledAsync();
        var backup = await _working.BackupAsync(database);
        File.Delete(_directory.Files.Where(name => name.EndsWith(".json", StringComparison.Ordinal)).Select(_directory.File).Single());
        var error = await Assert.ThrowsAsync<DrException>(() => _working.RestoreAsync(database, backup.Name));
        Assert.Equal(ErrorTable.BackupIncomplete, error.Kind);
    }

    [Fact]
    public async Task OldScriptsDumpOfAFreshDeployment_Restores()
    {
        Assert.SkipWhen(SharedData.OldScriptsDump is null, "The dump of the old script does not lie beside the source tree.");
        var sample = SharedData.OldScriptsDump!;
        File.Copy(sample, _directory.File("sample.sql.gz"));
        var database = await _postgres.CreateDatabaseAsync("eventlink");
        var result = await _working.RestoreAsync(database, "sample.sql.gz");
        Assert.Equal((ProofOutcome.Unproven, 20), (result.Outcome, result.Proof.Tables.Count));
        Assert.Equal("0021_weighted_implicit_signals", await _postgres.ScalarAsync(database, "SELECT version_num FROM public.alembic_version"));

        var copy = await _postgres.CreateDatabaseAsync("copy");
        await using var text = new GZipStream(File.OpenRead(sample), CompressionMode.Decompress);
        Assert.Equal(0, (await _postgres.PsqlAsync(copy, text)).ExitCode);
        ZooComparison.AssertSame(await _postgres.PgDumpAsync(copy), await _postgres.PgDumpAsync(database));
    }

    [Fact]
    public async Task SectionsJoined_AndMembersJoined_Restore()
    {
        var database = await _postgres.Zoo.CreateAsync(ZooVariant.PublicOnly);
        var expected = await _postgres.Zoo.DumpOfCopyAsync(database);
        var parts = new List<byte>();
        foreach (var section in (string[])["pre-data", "data", "post-data"])
        {
            // Each part has its own header, its own \restrict and its own end marker, and here a gzip member of its own.
            using var member = new MemoryStream();
            await using (var gzip = new GZipStream(member, CompressionLevel.Fastest))
                await gzip.WriteAsync(Encoding.Latin1.GetBytes(await _postgres.PgDumpAsync(database, $"--section={section}")), Token);
            parts.AddRange(member.ToArray());
        }

        await File.WriteAllBytesAsync(_directory.File("joined.sql.gz"), [.. parts], Token);
        var target = await _postgres.CreateDatabaseAsync("joined");
        await _working.RestoreAsync(target, "joined.sql.gz");
        ZooComparison.AssertSame(expected, await _postgres.PgDumpAsync(target), rowOrder: false);
    }

    [Fact]
    public async Task DumpInAnotherEncodingThanTheDatabase_Restores()
    {
        var database = await _postgres.CreateDatabaseAsync("latin");
        await _postgres.ExecuteAsync(database, "CREATE TABLE public.\"oraşe\" (nume text DEFAULT 'Bălţi'); INSERT INTO public.\"oraşe\" VALUES ('Łódź'), ('Győr'), (DEFAULT)");
        await File.WriteAllBytesAsync(_directory.File("latin2.sql"), await DumpInAsync(database, "LATIN2", "iso-8859-2"), Token);
        var target = await _postgres.CreateDatabaseAsync("latin");
        await _working.RestoreAsync(target, "latin2.sql");
        ZooComparison.AssertSame(await _postgres.PgDumpAsync(database), await _postgres.PgDumpAsync(target));
    }

    [Theory]
    [InlineData("SJIS", "shift_jis")]
    [InlineData("GB18030", "gb18030")]
    public async Task DumpInAnEncodingOfClientsOnly_IsRefusedWithTheRemedy(string encoding, string charset)
    {
        var database = await _postgres.CreateDatabaseAsync("client");
        await _postgres.ExecuteAsync(database, "CREATE TABLE public.t (a text); INSERT INTO public.t VALUES ('表')");
        await File.WriteAllBytesAsync(_directory.File("client.sql"), await DumpInAsync(database, encoding, charset), Token);
        var error = await Assert.ThrowsAsync<DrException>(() => _working.RestoreAsync(database, "client.sql"));
        Assert.Equal(ErrorTable.DumpEncodingUnsupported, error.Kind);
        Assert.Contains("-E UTF8", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DumpOfADatabaseOfAnAwkwardName_WithItsDatabase_RestoresIntoAnother()
    {
        var database = await _postgres.Zoo.CreateAsync(ZooVariant.PublicOnly, "dump of 'it' \\ with \"C\" = 🦏 (2)");
        var before = await _postgres.PgDumpAsync(database, "-C");
        await SaveAsync("create.sql.gz", await _postgres.PgDumpAsync(database, "-C", "--clean", "--if-exists"));
        var target = await _postgres.CreateDatabaseAsync("target");
        await _working.RestoreAsync(target, "create.sql.gz");
        // The one the dump names was neither dropped nor changed; its properties came along.
        ZooComparison.AssertSame(before, await _postgres.PgDumpAsync(database, "-C"));
        await _postgres.AssertSamePropertiesAsync(database, target);
    }

    [Fact]
    public async Task AwkwardlyNamedDatabase_BackedUpAndRestored_IsTheSame()
    {
        // 63 bytes: nothing fits behind it, so every name made out of it must be cut.
        var database = await _postgres.Zoo.CreateAsync(ZooVariant.PublicOnly, "a 'n\"a\\me; with -- alllll /* sorts of things, 63 bytes 🐫🐫");
        var backup = await _working.BackupAsync(database);
        await _postgres.ExecuteAsync(database, "DROP TABLE public.texts CASCADE");
        var result = await _working.RestoreAsync(database, backup.Name);
        Assert.Equal(ProofOutcome.Proven, result.Outcome);
        Assert.Equal(database, result.Database);
        var names = await _postgres.ScalarAsync("postgres", "SELECT string_agg(datname, '|') FROM pg_database WHERE datname LIKE 'a ''n\"a%'");
        Assert.Equal(2, names!.Split('|').Length);
        await _postgres.ExecuteAsync(database, "SELECT FROM public.texts");
    }

    private async Task<string> FilledAsync()
    {
        var database = await _postgres.CreateDatabaseAsync("eventlink");
        await SampleDatabase.FillAsync(_postgres.Server, database, 0.02, NullObserver.Instance, Token);
        return database;
    }

    /// <summary>What <c>pg_dump -E</c> writes; that refuses here, because of roles whose names have no equivalent.</summary>
    private async Task<byte[]> DumpInAsync(string database, string encoding, string charset)
    {
        var dump = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(await _postgres.PgDumpAsync(database)));
        return CodePagesEncodingProvider.Instance.GetEncoding(charset)!.GetBytes(dump.Replace("client_encoding = 'UTF8'", $"client_encoding = '{encoding}'", StringComparison.Ordinal));
    }

    private async Task SaveAsync(string name, string dump)
    {
        var bytes = Encoding.Latin1.GetBytes(dump);
        if (!name.EndsWith(".gz", StringComparison.Ordinal))
        {
            await File.WriteAllBytesAsync(_directory.File(name), bytes, Token);
            return;
        }

        await using var gzip = new GZipStream(File.Create(_directory.File(name)), CompressionLevel.Fastest);
        await gzip.WriteAsync(bytes, Token);
    }
}

using EventLinkDr.Operations.Backup;
using EventLinkDr.Postgres.Load;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Zoo;

namespace EventLinkDr.Scenarios.Loading;

/// <summary>Every kind of object through the loader: the result is what <c>pg_dump | psql</c> makes of it.</summary>
public sealed class ZooLoadTests(PostgresFixture postgres)
{
    private readonly Loading _loading = new(postgres);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public async Task Load_BackupOfOurs_IsACopy(int jobs)
    {
        var database = await postgres.Zoo.CreateAsync(ZooVariant.Whole);
        var (loaded, result) = await _loading.LoadAsync(await _loading.OwnAsync(database, new BackupOptions { Jobs = jobs }), new LoadOptions { Jobs = jobs });
        await postgres.AssertIsCopyAsync(ZooVariant.Whole, loaded, rowOrder: jobs == 1);
        Assert.Empty(result.Skipped);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public async Task Load_ForeignDump_IsACopy(int jobs)
    {
        var dump = await postgres.PgDumpAsync(await postgres.Zoo.CreateAsync(ZooVariant.Whole));
        var (loaded, result) = await _loading.LoadAsync(await _loading.ForeignAsync(dump), new LoadOptions { Jobs = jobs });
        await postgres.AssertIsCopyAsync(ZooVariant.Whole, loaded, rowOrder: jobs == 1);
        Assert.Empty(result.Skipped);
    }

    [Theory]
    [InlineData("--disable-dollar-quoting", "--quote-all-identifiers")]
    [InlineData("--no-owner", "--no-privileges")]
    [InlineData("--load-via-partition-root")]
    public async Task Load_DumpWithOptions_IsWhatPsqlMakesOfIt(params string[] options)
    {
        var dump = await postgres.PgDumpAsync(await postgres.Zoo.CreateAsync(ZooVariant.Whole), options);
        var expected = await _loading.PsqlAsync(dump);
        var (loaded, _) = await _loading.LoadAsync(await _loading.ForeignAsync(dump, gzip: false));
        ZooComparison.AssertSame(await postgres.PgDumpAsync(expected), await postgres.PgDumpAsync(loaded), rowOrder: false);
    }

    [Theory]
    [InlineData("--inserts")]
    [InlineData("--column-inserts", "--rows-per-insert=7", "--on-conflict-do-nothing")]
    public async Task Load_DumpWithInserts_IsWhatPsqlMakesOfIt(params string[] options)
    {
        var dump = await postgres.PgDumpAsync(await postgres.Zoo.CreateAsync(ZooVariant.Whole), options);
        var expected = await _loading.PsqlAsync(dump);
        var (loaded, _) = await _loading.LoadAsync(await _loading.ForeignAsync(dump));
        ZooComparison.AssertSame(await postgres.PgDumpAsync(expected), await postgres.PgDumpAsync(loaded));
    }

    [Theory]
    [InlineData("--clean")]
    [InlineData("--clean", "--if-exists")]
    public async Task Load_DumpThatCleansFirst_SkipsTheDropsOfWhatIsAbsent(params string[] options)
    {
        var dump = await postgres.PgDumpAsync(await postgres.Zoo.CreateAsync(ZooVariant.Whole), options);
        var expected = await _loading.PsqlAsync(dump, stopOnError: false);
        var (loaded, result) = await _loading.LoadAsync(await _loading.ForeignAsync(dump));
        ZooComparison.AssertSame(await postgres.PgDumpAsync(expected), await postgres.PgDumpAsync(loaded), rowOrder: false);
        Assert.InRange(result.DropsOfNothing, options.Length == 1 ? 50 : 1, 10_000);
        Assert.Empty(result.Skipped);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Load_DumpThatCreatesItsDatabase_LeavesTheLiveOneAlone(bool clean)
    {
        var database = await postgres.Zoo.CreateAsync(ZooVariant.PublicOnly, clean ? "zoo; \"live\" 'c'" : null);
        var before = await postgres.PgDumpAsync(database);
        var dump = await postgres.PgDumpAsync(database, clean ? ["-C", "--clean"] : ["-C"]);
        var (loaded, _) = await _loading.LoadAsync(await _loading.ForeignAsync(dump));
        await postgres.AssertIsCopyAsync(ZooVariant.PublicOnly, loaded, rowOrder: false);
        ZooComparison.AssertSame(before, await postgres.PgDumpAsync(database));
    }

    [Fact]
    public async Task Load_SectionsJoined_IsACopy()
    {
        var database = await postgres.Zoo.CreateAsync(ZooVariant.Whole);
        var dump = "";
        foreach (var section in new[] { "pre-data", "data", "post-data" }) dump += await postgres.PgDumpAsync(database, "--section=" + section);
        var (loaded, _) = await _loading.LoadAsync(await _loading.ForeignAsync(dump));
        ZooComparison.AssertSame(await postgres.PgDumpAsync(await _loading.PsqlAsync(dump)), await postgres.PgDumpAsync(loaded), rowOrder: false);
    }

    [Theory]
    [InlineData("LATIN2")]
    [InlineData("EUC_JP")]
    [InlineData("SQL_ASCII")]
    public async Task Load_OtherServerEncodings_KeepEveryByte(string encoding)
    {
        var create = $"TEMPLATE template0 ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'";
        var database = await postgres.Zoo.CreateEncodedAsync(encoding);
        var expected = await postgres.PgDumpAsync(database);
        var (foreign, _) = await _loading.LoadAsync(await _loading.ForeignAsync(expected), create: create);
        ZooComparison.AssertSame(expected, await postgres.PgDumpAsync(foreign), rowOrder: false);
        var (own, _) = await _loading.LoadAsync(await _loading.OwnAsync(database), create: create);
        ZooComparison.AssertSame(expected, await postgres.PgDumpAsync(own), rowOrder: false);
        if (encoding == "SQL_ASCII") return;
        var (converted, _) = await _loading.LoadAsync(await _loading.ForeignAsync(expected));
        ZooComparison.AssertSame(await postgres.PgDumpAsync(await _loading.PsqlAsync(expected)), await postgres.PgDumpAsync(converted), rowOrder: false);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LoadInTransaction_PublicOnly_IsACopy(bool own)
    {
        var database = await postgres.Zoo.CreateAsync(ZooVariant.PublicOnly);
        var source = own ? await _loading.OwnAsync(database) : await _loading.ForeignAsync(await postgres.PgDumpAsync(database));
        var target = await postgres.CreateDatabaseAsync("in_place");
        await _loading.LoadInTransactionAsync(target, source, commit: false);
        Assert.Equal("0", await postgres.ScalarAsync(target, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"));
        await _loading.LoadInTransactionAsync(target, source);
        await postgres.AssertIsCopyAsync(ZooVariant.PublicOnly, target, rowOrder: !own);
    }
}

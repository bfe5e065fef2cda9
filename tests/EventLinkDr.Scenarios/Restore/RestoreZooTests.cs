using System.IO.Compression;
using System.Text;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Operations.Rollback;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Zoo;

namespace EventLinkDr.Scenarios.Restore;

/// <summary>Every kind of object through every mode: what pg_dump writes of the result is what it writes of a copy made by PostgreSQL's own tools.</summary>
public sealed class RestoreZooTests(PostgresFixture postgres) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private DirectoryStore Store => new(_directory.Path);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public async Task Swap_AfterTheDatabaseWasDamaged_IsTheCopy(int jobs)
    {
        var database = await postgres.Zoo.CreateAsync(ZooVariant.Whole);
        var backup = await BackupAsync(database);
        await postgres.ExecuteAsync(database, "DROP SCHEMA zoo CASCADE; SELECT lo_unlink(oid) FROM pg_largeobject_metadata");
        var result = await RestoreAsync(database, backup, new RestoreOptions { Jobs = jobs });
        Assert.Equal(ProofOutcome.Proven, result.Outcome);
        await postgres.AssertSamePropertiesAsync(await postgres.Zoo.CreateAsync(ZooVariant.PublicOnly), database);
        await AssertIsCopyAsync(ZooVariant.Whole, database);
    }

    [Fact]
    public async Task Swap_TheDatabaseIsGone_IsTheCopyWithItsProperties()
    {
        var database = await postgres.Zoo.CreateAsync(ZooVariant.Whole);
        var backup = await BackupAsync(database);
        await postgres.ExecuteAsync("postgres", $"DROP DATABASE {database}");
        await RestoreAsync(database, backup);
        await postgres.AssertSamePropertiesAsync(await postgres.Zoo.CreateAsync(ZooVariant.PublicOnly), database);
        await AssertIsCopyAsync(ZooVariant.Whole, database);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public async Task NewDatabase_IsTheCopy_AndTheOldOneIsUntouched(int jobs)
    {
        var database = await postgres.Zoo.CreateAsync(ZooVariant.Whole);
        var result = await RestoreAsync(database, await BackupAsync(database), new RestoreOptions { NewName = database + "_staging", Jobs = jobs });
        await postgres.AssertSamePropertiesAsync(database, result.Database);
        await AssertIsCopyAsync(ZooVariant.Whole, result.Database);
    }

    [Fact]
    public async Task InPlace_OfWhatLivesInPublic_IsTheCopy()
    {
        var database = await postgres.Zoo.CreateAsync(ZooVariant.PublicOnly);
        var backup = await BackupAsync(database);
        await postgres.ExecuteAsync(database, "CREATE TABLE public.made_after_the_backup (); DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        var result = await RestoreAsync(database, backup, new RestoreOptions { Mode = RestoreMode.InPlace, SkipSafetyBackup = true });
        Assert.Equal(ProofOutcome.Proven, result.Outcome);
        await AssertIsCopyAsync(ZooVariant.PublicOnly, database);
    }

    [Theory]
    [InlineData("LATIN2")]
    [InlineData("EUC_JP")]
    [InlineData("SQL_ASCII")]
    public async Task Swap_OtherEncodings_AreTheCopy(string encoding)
    {
        var database = await postgres.Zoo.CreateEncodedAsync(encoding);
        var expected = await postgres.Zoo.DumpOfCopyAsync(database);
        await RestoreAsync(database, await BackupAsync(database));
        ZooComparison.AssertSame(expected, await postgres.PgDumpAsync(database), rowOrder: false);
    }

    [Theory]
    [InlineData("plain.sql")]
    [InlineData("plain.sql.gz")]
    [InlineData("inserts.sql.gz", "--inserts")]
    [InlineData("clean.sql", "--clean")]
    [InlineData("clean_if.sql", "--clean", "--if-exists")]
    [InlineData("create.sql", "-C")]
    [InlineData("create_clean.sql", "-C", "--clean")]
    public async Task Swap_OfAForeignDump_IsTheCopy_Unproven(string file, params string[] arguments)
    {
        var database = await postgres.Zoo.CreateAsync(ZooVariant.Whole);
        var text = Encoding.Latin1.GetBytes(await postgres.PgDumpAsync(database, arguments));
        await using (var target = File.Create(_directory.File(file)))
        await using (Stream stream = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(target, CompressionLevel.Fastest) : target)
            await stream.WriteAsync(text, Token);
        await postgres.ExecuteAsync("postgres", $"COMMENT ON DATABASE {database} IS 'changed since'");
        var result = await RestoreAsync(database, await new BackupCatalog(Store).GetAsync(file, Token));
        Assert.Equal(ProofOutcome.Unproven, result.Outcome);
        Assert.Null(result.MeasuredDataLoss);
        await postgres.ExecuteAsync("postgres", $"ALTER DATABASE {database} RESET ALL");
        // What psql makes of the same file: as INSERTs a minus zero loses its sign.
        var copy = await postgres.CreateDatabaseAsync("copy");
        if (!arguments.Contains("-C"))
        {
            using var input = new MemoryStream(text);
            var psql = await postgres.PsqlAsync(copy, input, stopOnError: !arguments.Contains("--clean"));
            Assert.True(psql.ExitCode == 0, psql.Error);
        }

        ZooComparison.AssertSame(arguments.Contains("-C") ? await postgres.Zoo.ReferenceAsync(ZooVariant.Whole) : await postgres.PgDumpAsync(copy),
            await postgres.PgDumpAsync(database), rowOrder: false);
        Assert.Single(await new Databases(postgres).NamesAsync(database + "_before_"));
    }

    [Fact]
    public async Task Undo_BringsTheDamagedDatabaseBack_ByteForByte()
    {
        var database = await postgres.Zoo.CreateAsync(ZooVariant.PublicOnly);
        var backup = await BackupAsync(database);
        await postgres.ExecuteAsync(database, "CREATE TABLE public.made_after_the_backup (a int); INSERT INTO public.made_after_the_backup VALUES (1)");
        var before = await postgres.PgDumpAsync(database, "-C");
        await RestoreAsync(database, backup);
        var undo = new UndoOperation(new TestDeployment(postgres, database));
        await undo.RunAsync(await undo.PrepareAsync(null, Token), NullObserver.Instance, Token);
        ZooComparison.AssertSame(before, await postgres.PgDumpAsync(database, "-C"));
    }

    /// <summary>The reference has no settings of the database, some of which show in what pg_dump prints.</summary>
    private async Task AssertIsCopyAsync(ZooVariant variant, string database)
    {
        await postgres.ExecuteAsync("postgres", $"ALTER DATABASE {database} RESET ALL");
        await postgres.AssertIsCopyAsync(variant, database, rowOrder: false);
    }

    private async Task<BackupSet> BackupAsync(string database)
    {
        var operation = new BackupOperation(new TestDeployment(postgres, database), Store);
        return (await operation.RunAsync(await operation.PrepareAsync(new BackupOptions { Jobs = 2 }, Token), NullObserver.Instance, Token)).Backup;
    }

    private async Task<RestoreResult> RestoreAsync(string database, BackupSet backup, RestoreOptions? options = null)
    {
        var operation = new RestoreOperation(new TestDeployment(postgres, database), Store);
        var plan = await operation.PrepareAsync(backup, options ?? new RestoreOptions(), NullObserver.Instance, Token);
        return await operation.RunAsync(plan, NullObserver.Instance, Token);
    }
}

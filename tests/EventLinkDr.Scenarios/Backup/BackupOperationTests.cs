using System.IO.Compression;
using System.Security.Cryptography;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Operations.Verify;
using EventLinkDr.Postgres;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Backup;

public sealed class BackupOperationTests(PostgresFixture postgres) : IDisposable
{
    private const string Schema =
        """
        CREATE TABLE public.alembic_version (version_num varchar(255) PRIMARY KEY);
        INSERT INTO public.alembic_version VALUES ('0021_weighted_implicit_signals');
        CREATE TABLE public.users (id serial PRIMARY KEY, name text, born interval, price money, twice int GENERATED ALWAYS AS (1 + 1) STORED);
        INSERT INTO public.users (name, born, price) SELECT 'Țîrlea ' || i, interval '-1 day 2 hours', 12.5 FROM generate_series(1, 20000) i;
        CREATE TABLE public."odd ""Name" ("order" int REFERENCES public.users, empty text);
        INSERT INTO public."odd ""Name" SELECT i, '' FROM generate_series(1, 100) i;
        CREATE TABLE public.nothing ();
        INSERT INTO public.nothing SELECT FROM generate_series(1, 3);
        CREATE SEQUENCE public.down INCREMENT -1 START -5;
        CREATE FUNCTION public.f() RETURNS text LANGUAGE sql AS $$SELECT '
        -- PostgreSQL database dump complete
        \restrict x
        '$$;
        SELECT lo_from_bytea(0, '\x0102');
        """;

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Run_AWholeDatabase_RestoresWithGunzipAndPsqlToTheSameDatabase(int jobs)
    {
        var database = await postgres.CreateDatabaseAsync("backup");
        await postgres.ExecuteAsync(database, Schema);
        var result = await BackupAsync(database, new BackupOptions { Jobs = jobs });

        var copy = await postgres.CreateDatabaseAsync("copy");
        await using var file = File.OpenRead(result.Backup.Path);
        await using var text = new GZipStream(file, CompressionMode.Decompress);
        var psql = await postgres.PsqlAsync(copy, text);
        Assert.Equal((0, ""), (psql.ExitCode, psql.Error));
        Assert.Equal(WithoutKeys(await postgres.PgDumpAsync(database)), WithoutKeys(await postgres.PgDumpAsync(copy)));
        Assert.Equal("3", await postgres.ScalarAsync(copy, "SELECT count(*) FROM public.nothing"));
    }

    [Fact]
    public async Task Run_RowsThatFillSeveralMembers_AreAllInTheFile()
    {
        var database = await postgres.CreateDatabaseAsync("backup");
        // Hardly compressible, so members reach their size; a member once lost what was read with its last row.
        await postgres.ExecuteAsync(database,
            "CREATE TABLE public.noise AS SELECT i, sha512(i::text::bytea) || sha512((-i)::text::bytea) AS b FROM generate_series(1, 120000) i");
        var backup = (await BackupAsync(database, new BackupOptions { Jobs = 2 })).Backup;
        Assert.True(backup.Manifest!.Members.Count(member => member.Kind == MemberKind.TableData) >= 3);
        var verify = new VerifyOperation(new DirectoryStore(_directory.Path), new NoAdapters());
        var result = await verify.RunAsync(await verify.PrepareAsync(backup.Name, new VerifyOptions { Level = VerificationLevel.Content }, Token), NullObserver.Instance, Token);
        Assert.True(result.Passed, result.Error?.Message);
        Assert.Equal(120000, result.Rows);
    }

    [Fact]
    public async Task Run_ACompleteBackup_HasAManifestThatDescribesTheFile()
    {
        var database = await postgres.CreateDatabaseAsync("backup");
        await postgres.ExecuteAsync(database, Schema);
        var result = await BackupAsync(database, new BackupOptions { Jobs = 2 });

        var bytes = await File.ReadAllBytesAsync(_directory.File(ManifestSerializer.NameFor(result.Backup.Name)), Token);
        var manifest = ManifestSerializer.Read(bytes, "manifest");
        var data = await File.ReadAllBytesAsync(result.Backup.Path, Token);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(data)).ToLowerInvariant(), manifest.FileSha256);
        Assert.Equal(data.LongLength, manifest.FileLength);
        Assert.Equal("0021_weighted_implicit_signals", manifest.Revision);
        Assert.Equal(1, manifest.LargeObjects!.Count);
        Assert.Equal([20000L, 100L, 3L, 1L],
            ((string[])["users", "odd \"Name", "nothing", "alembic_version"]).Select(name => manifest.Tables.Single(table => table.Name == name).Rows));
        // The members cover the file without a gap, and each is a gzip file of its own.
        long offset = 0;
        foreach (var member in manifest.Members)
        {
            Assert.Equal(offset, member.Offset);
            await using var gzip = new GZipStream(new MemoryStream(data, (int)member.Offset, (int)member.Length), CompressionMode.Decompress);
            var raw = new MemoryStream();
            await gzip.CopyToAsync(raw, Token);
            Assert.Equal(member.RawLength, raw.Length);
            offset += member.Length;
        }

        Assert.Equal(data.Length, offset);
        Assert.Equal(2, Directory.GetFiles(_directory.Path).Length);
    }

    [Fact]
    public async Task Run_TwiceInTheSameSecond_KeepsBoth()
    {
        var database = await postgres.CreateDatabaseAsync("backup");
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => BackupAsync(database, new BackupOptions { Jobs = 1 })));
        Assert.Equal(4, results.Select(result => result.Backup.Path).Distinct().Count());
        Assert.Equal(8, Directory.GetFiles(_directory.Path).Length);
    }

    [Fact]
    public async Task Run_AnExplicitNameThatIsTaken_IsRefusedWithoutForce()
    {
        var database = await postgres.CreateDatabaseAsync("backup");
        await File.WriteAllTextAsync(_directory.File("mine.sql.gz"), "mine", Token);
        var error = await Assert.ThrowsAsync<DrException>(() => BackupAsync(database, new BackupOptions { FileName = "mine.sql.gz" }));
        Assert.Equal("BackupExists", error.Id);
        Assert.Equal("mine", await File.ReadAllTextAsync(_directory.File("mine.sql.gz"), Token));
        var result = await BackupAsync(database, new BackupOptions { FileName = "mine.sql.gz", Force = true });
        Assert.Equal(result.Backup.Manifest!.FileLength, new FileInfo(_directory.File("mine.sql.gz")).Length);
    }

    [Fact]
    public async Task Run_Cancelled_LeavesNoFileAndNoSession()
    {
        var database = await postgres.CreateDatabaseAsync("backup");
        await postgres.ExecuteAsync(database, Schema);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var observer = new RecordingObserver { OnPhase = name => { if (name == "copy") stop.Cancel(); } };
        var operation = new BackupOperation(new TestDeployment(postgres, database), new DirectoryStore(_directory.Path));
        var plan = await operation.PrepareAsync(new BackupOptions(), Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => operation.RunAsync(plan, observer, stop.Token));
        Assert.Empty(Directory.GetFiles(_directory.Path));
        // The server ends a session a moment after its client has; one that is left over stays.
        await postgres.WaitUntilAsync("postgres", $"SELECT (NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '{database}'))::text");
    }

    [Fact]
    public async Task Run_ATableHeldExclusively_FailsWithinTheLockTimeout()
    {
        var database = await postgres.CreateDatabaseAsync("backup");
        await postgres.ExecuteAsync(database, Schema);
        await using var holder = await postgres.Server.OpenAsync(new SessionOptions(database), Token);
        await holder.ExecuteAsync("BEGIN; LOCK TABLE public.users", Token);
        var error = await Assert.ThrowsAnyAsync<DrException>(() => BackupAsync(database, new BackupOptions { LockTimeout = TimeSpan.FromMilliseconds(300) }));
        Assert.Equal("LockTimeout", error.Id);
        Assert.Empty(Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public async Task Run_OwnerAndPrivilegesLeftOut_AreNotInTheFile()
    {
        var database = await postgres.CreateDatabaseAsync("backup");
        await postgres.ExecuteAsync(database, "CREATE TABLE public.t (a int); GRANT SELECT ON public.t TO pg_monitor");
        var with = await TextAsync(await BackupAsync(database, new BackupOptions()));
        var without = await TextAsync(await BackupAsync(database, new BackupOptions { NoOwner = true, NoPrivilege = true }));
        Assert.Contains("GRANT SELECT", with, StringComparison.Ordinal);
        Assert.Contains("OWNER TO", with, StringComparison.Ordinal);
        Assert.DoesNotContain("GRANT ", without, StringComparison.Ordinal);
        Assert.DoesNotContain("OWNER TO", without, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_RowsOfATableExcluded_KeepsItsDefinition()
    {
        var database = await postgres.CreateDatabaseAsync("backup");
        await postgres.ExecuteAsync(database, "CREATE TABLE public.log (a int); INSERT INTO public.log VALUES (1); CREATE TABLE public.kept (a int)");
        var result = await BackupAsync(database, new BackupOptions { ExcludeTableData = ["lo?"] });
        Assert.Equal(["public.log"], result.Backup.Manifest!.ExcludedTableData);
        var text = await TextAsync(result);
        Assert.Contains("CREATE TABLE public.log", text, StringComparison.Ordinal);
        Assert.DoesNotContain("COPY public.log", text, StringComparison.Ordinal);
        Assert.Contains("COPY public.kept", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_ChangesNothing()
    {
        var database = await postgres.CreateDatabaseAsync("backup");
        var operation = new BackupOperation(new TestDeployment(postgres, database), new DirectoryStore(_directory.File("not-there")));
        var plan = await operation.PrepareAsync(new BackupOptions(), Token);
        Assert.Contains(plan.Steps, step => step.Effect == PlanEffect.Create);
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    private async Task<BackupResult> BackupAsync(string database, BackupOptions options)
    {
        var operation = new BackupOperation(new TestDeployment(postgres, database), new DirectoryStore(_directory.Path));
        return await operation.RunAsync(await operation.PrepareAsync(options, Token), NullObserver.Instance, Token);
    }

    private static async Task<string> TextAsync(BackupResult result)
    {
        await using var gzip = new GZipStream(File.OpenRead(result.Backup.Path), CompressionMode.Decompress);
        return await new StreamReader(gzip).ReadToEndAsync(Token);
    }

    private static string WithoutKeys(string dump) =>
        string.Join('\n', dump.Split('\n').Where(line => !line.StartsWith("\\restrict ", StringComparison.Ordinal) && !line.StartsWith("\\unrestrict ", StringComparison.Ordinal)));
}

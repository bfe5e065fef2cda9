using System.IO.Compression;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Zoo;

namespace EventLinkDr.Scenarios.EveryObject;

/// <summary>A backup of every kind of object, restored with <c>gunzip -c | psql</c>: nobody needs this software to get at their data.</summary>
public sealed class ZooBackupTests(PostgresFixture postgres) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public async Task Backup_OfTheZoo_RestoresWithPsqlToTheSame(int jobs)
    {
        var database = await postgres.Zoo.CreateAsync(ZooVariant.Whole);
        var path = await BackupAsync(database, new BackupOptions { Jobs = jobs });
        await postgres.AssertIsCopyAsync(ZooVariant.Whole, await RestoreWithPsqlAsync(path));
    }

    [Theory]
    [InlineData("LATIN2")]
    [InlineData("EUC_JP")]
    [InlineData("SQL_ASCII")]
    public async Task Backup_InAnotherServerEncoding_RestoresWithPsqlToTheSame(string encoding)
    {
        var database = await postgres.Zoo.CreateEncodedAsync(encoding);
        var path = await BackupAsync(database, new BackupOptions { Jobs = 2 });
        var copy = await RestoreWithPsqlAsync(path, $"TEMPLATE template0 ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'");
        ZooComparison.AssertSame(await postgres.PgDumpAsync(database), await postgres.PgDumpAsync(copy));
    }

    [Fact]
    public async Task Backup_WithoutOwnersAndPrivileges_IsWhatPgDumpWritesWithoutThem()
    {
        var database = await postgres.Zoo.CreateAsync(ZooVariant.Whole);
        var path = await BackupAsync(database, new BackupOptions { Jobs = 2, NoOwner = true, NoPrivilege = true });
        var ours = await RestoreWithPsqlAsync(path);

        var theirs = await postgres.CreateDatabaseAsync("copy");
        using var dump = new MemoryStream(System.Text.Encoding.Latin1.GetBytes(await postgres.PgDumpAsync(database, "--no-owner", "--no-privileges")));
        Assert.Equal(0, (await postgres.PsqlAsync(theirs, dump)).ExitCode);
        ZooComparison.AssertSame(await postgres.PgDumpAsync(theirs), await postgres.PgDumpAsync(ours));
    }

    [Fact]
    public async Task Backup_OfADatabaseWithALineBreakInItsName_IsMade()
    {
        const string name = "line\nbreak \"q\" 🐫";
        await postgres.ExecuteAsync("postgres", "CREATE DATABASE \"line\nbreak \"\"q\"\" 🐫\" TEMPLATE template0");
        await postgres.ExecuteAsync(name, "CREATE TABLE public.t (a int); INSERT INTO public.t VALUES (1), (2)");
        var path = await BackupAsync(name, new BackupOptions());
        Assert.DoesNotContain('\n', path);
        Assert.Equal("2", await postgres.ScalarAsync(await RestoreWithPsqlAsync(path), "SELECT count(*) FROM public.t"));
    }

    private async Task<string> BackupAsync(string database, BackupOptions options)
    {
        await using var deployment = new TestDeployment(postgres, database);
        var operation = new BackupOperation(deployment, new DirectoryStore(_directory.Path));
        return (await operation.RunAsync(await operation.PrepareAsync(options, Token), NullObserver.Instance, Token)).Backup.Path;
    }

    private async Task<string> RestoreWithPsqlAsync(string path, string options = "TEMPLATE template0")
    {
        var copy = await postgres.CreateDatabaseAsync("copy", options);
        await using var file = File.OpenRead(path);
        await using var text = new GZipStream(file, CompressionMode.Decompress);
        var psql = await postgres.PsqlAsync(copy, text);
        Assert.True(psql.ExitCode == 0, psql.Error);
        return copy;
    }
}

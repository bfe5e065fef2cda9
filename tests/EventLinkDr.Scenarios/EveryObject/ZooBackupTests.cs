using System.IO.Compression;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Postgres.Proof;
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
        var backup = await BackupAsync(database, new BackupOptions { Jobs = jobs });
        var copy = await RestoreWithPsqlAsync(backup.Path);
        await postgres.AssertIsCopyAsync(ZooVariant.Whole, copy);
        await AssertProvenAsync(backup, copy);
    }

    [Theory]
    [InlineData("LATIN2")]
    [InlineData("EUC_JP")]
    [InlineData("SQL_ASCII")]
    public async Task Backup_InAnotherServerEncoding_RestoresWithPsqlToTheSame(string encoding)
    {
        var database = await postgres.Zoo.CreateEncodedAsync(encoding);
        var backup = await BackupAsync(database, new BackupOptions { Jobs = 2 });
        var copy = await RestoreWithPsqlAsync(backup.Path, $"TEMPLATE template0 ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'");
        ZooComparison.AssertSame(await postgres.PgDumpAsync(database), await postgres.PgDumpAsync(copy));
        await AssertProvenAsync(backup, copy);
    }

    [Fact]
    public async Task Backup_WithoutOwnersAndPrivileges_IsWhatPgDumpWritesWithoutThem()
    {
        var database = await postgres.Zoo.CreateAsync(ZooVariant.Whole);
        var backup = await BackupAsync(database, new BackupOptions { Jobs = 2, NoOwner = true, NoPrivilege = true });
        var ours = await RestoreWithPsqlAsync(backup.Path);

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
        var path = (await BackupAsync(name, new BackupOptions())).Path;
        Assert.DoesNotContain('\n', path);
        Assert.Equal("2", await postgres.ScalarAsync(await RestoreWithPsqlAsync(path), "SELECT count(*) FROM public.t"));
    }

    /// <summary>Reading the copy back must find it the same too, or a restore of this database could never be proven.</summary>
    private async Task AssertProvenAsync(BackupSet backup, string database)
    {
        var proof = await new DatabaseProof(backup.Manifest!, ProofScope.Whole, NullObserver.Instance).ReadAsync(postgres.Server, database, 2, Token);
        Assert.True(proof.Outcome == ProofOutcome.Proven,
            proof.Summary() + string.Concat(proof.Tables.Where(table => table.Outcome != ProofOutcome.Proven).Select(table => $"\n{table.Table}: {table.Outcome}")));
    }

    private async Task<BackupSet> BackupAsync(string database, BackupOptions options)
    {
        await using var deployment = new TestDeployment(postgres, database);
        var operation = new BackupOperation(deployment, new DirectoryStore(_directory.Path));
        return (await operation.RunAsync(await operation.PrepareAsync(options, Token), NullObserver.Instance, Token)).Backup;
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

using System.Text;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Operations.Verify;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Zoo;

namespace EventLinkDr.Scenarios.EveryObject;

/// <summary>A verification that finds fault with a good backup is as useless as one that finds none with a bad one.</summary>
public sealed class ZooVerificationTests(PostgresFixture postgres) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Verify_ABackupOfTheZoo_Holds()
    {
        await using var deployment = new TestDeployment(postgres, await postgres.Zoo.CreateAsync(ZooVariant.Whole));
        var operation = new BackupOperation(deployment, new DirectoryStore(_directory.Path));
        var backup = await operation.RunAsync(await operation.PrepareAsync(new BackupOptions(), Token), NullObserver.Instance, Token);
        var result = await VerifyAsync(backup.Backup.Name);
        Assert.True(result.Passed, result.Error?.Message);
        Assert.Equal(backup.Rows, result.Rows);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--inserts")]
    [InlineData("--column-inserts --rows-per-insert=3")]
    [InlineData("--clean --if-exists")]
    [InlineData("--clean")]
    [InlineData("-C")]
    [InlineData("-C --clean")]
    [InlineData("--no-owner --no-privileges")]
    [InlineData("--quote-all-identifiers --disable-dollar-quoting --use-set-session-authorization")]
    [InlineData("-E SQL_ASCII")]
    public async Task Verify_ADumpOfTheZooByPgDump_Holds(string arguments)
    {
        var database = await postgres.Zoo.CreateAsync(ZooVariant.Whole);
        var dump = await postgres.PgDumpAsync(database, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        await File.WriteAllBytesAsync(_directory.File("zoo.sql"), Encoding.Latin1.GetBytes(dump), Token);
        var result = await VerifyAsync("zoo.sql");
        Assert.True(result.Passed, result.Error?.Message);
        Assert.False(result.Compared);
        Assert.InRange(result.Rows, 500, 5000);
    }

    [Fact]
    public async Task Verify_ADumpWithItsDatabaseOfAnAwkwardName_Holds()
    {
        var database = await postgres.Zoo.CreateAsync(ZooVariant.Whole, "zoo of 'dumps' \\ with \"C\" = 🦏 (1)");
        var dump = await postgres.PgDumpAsync(database, "-C", "--clean", "--if-exists");
        await File.WriteAllBytesAsync(_directory.File("zoo.sql"), Encoding.Latin1.GetBytes(dump), Token);
        var result = await VerifyAsync("zoo.sql");
        Assert.True(result.Passed, result.Error?.Message);
    }

    private async Task<VerificationResult> VerifyAsync(string name)
    {
        var operation = new VerifyOperation(new DirectoryStore(_directory.Path), new NoAdapters());
        var plan = await operation.PrepareAsync(name, new VerifyOptions { Level = VerificationLevel.Content }, Token);
        return await operation.RunAsync(plan, NullObserver.Instance, Token);
    }
}

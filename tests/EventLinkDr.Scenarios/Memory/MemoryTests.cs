using System.IO.Compression;
using System.Text;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Memory;

/// <summary>An Azure sandbox gives 400 MB to everything in it: memory must not grow with the database, nor with its largest field.</summary>
public sealed class MemoryTests(PostgresFixture postgres) : IDisposable
{
    private const long Limit = 250 * 1000 * 1000;

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task BackupVerifyAndRestore_OfHalfAGigabyteWithTwoJobs_StayUnderTheLimit()
    {
        var database = await LargeDatabase.CreateAsync(postgres);
        await UnderLimitAsync(database, "backup", "--path", _directory.Path + "/", "--jobs", "2");
        var backup = Assert.Single(await new BackupCatalog(new DirectoryStore(_directory.Path)).ListAsync(BackupFilter.All, Token));
        Assert.InRange(backup.Manifest!.Members.Sum(member => member.RawLength), 450_000_000, 700_000_000);
        await UnderLimitAsync(database, "test", backup.Path, "--level", "Content", "--jobs", "2");
        await UnderLimitAsync(database, "restore", backup.Path, "--yes", "--jobs", "2");
        await postgres.ExecuteAsync("postgres", $"DROP DATABASE {await postgres.ScalarAsync("postgres", $"SELECT datname FROM pg_database WHERE datname LIKE '{database}_before_%'")}");
        await UnderLimitAsync(database, "restore", backup.Path, "--yes", "--mode", "InPlace", "--skip-safety-backup");

        // The same as one stream, as the old script wrote it.
        var old = _directory.File("old.sql.gz");
        await using (var gzip = new GZipStream(File.Create(old), CompressionLevel.Fastest))
            await gzip.WriteAsync(Encoding.Latin1.GetBytes(await postgres.PgDumpAsync(database, "--no-owner", "--no-privileges")), Token);
        await UnderLimitAsync(database, "restore", old, "--new-name", database + "_old", "--jobs", "2");
    }

    private async Task UnderLimitAsync(string database, params string[] arguments)
    {
        using var process = CommandLine.Start(arguments, CommandLine.Reach(postgres.Cluster.Target, database));
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(Token);
        var error = process.StandardError.ReadToEndAsync(Token);
        var peak = await PeakMemory.WaitAsync(process, Token);
        Assert.True(process.ExitCode == 0, await error + await output);
        if (peak is null) Assert.Skip("The peak of the resident set is read from /proc.");
        Assert.True(peak < Limit, $"{arguments[0]} took {Readable.Size(peak.Value)} at its peak, {Readable.Size(Limit)} are allowed.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{arguments[0]}: {Readable.Size(peak.Value)}");
    }
}

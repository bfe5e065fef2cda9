using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Drill.Sample;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Stores;

/// <summary>A recovery whose journal is in a store: the host is lost in the middle, and another one goes on.</summary>
public sealed class StoreJournalTests(PostgresFixture postgres, AzuriteFixture azurite, MotoFixture moto) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(StoreKind.AzureBlob)]
    [InlineData(StoreKind.S3)]
    public async Task Recover_TheHostLostInTheMiddle_AnotherGoesOn_AndLeavesOneObject(StoreKind kind)
    {
        var place = await RemotePlace.CreateAsync(kind, azurite, moto);
        var working = new Working(postgres, _directory);
        var database = await postgres.CreateDatabaseAsync("storejournal");
        await SampleDatabase.FillAsync(postgres.Server, database, 0.01, NullObserver.Instance, Token);
        var digests = await working.DigestsAsync(database);
        var backup = await working.BackupAsync(database);
        await postgres.ExecuteAsync(database, "DROP TABLE public.registrations");
        var target = postgres.Target(database);
        var own = string.Create(CultureInfo.InvariantCulture, $"recovery-{target.Host}-{target.Port}-{database}");

        using (var process = CommandLine.Start(["recover", backup.Path, "--yes", "--jobs", "2", "--journal", place.Address], Reach(database, "first")))
        {
            // Into the final backup or the restore.
            while ((await place.NamesBelowAsync(own)).Count < 8 && !process.HasExited) await Task.Delay(20, Token);
            Assert.False(process.HasExited);
            process.Kill();
            await process.WaitForExitAsync(Token);
        }

        var refused = await CommandLine.RunAsync(["recover", backup.Path, "--yes", "--journal", place.Address], Reach(database, "second"));
        Assert.Contains("RecoveryUnfinished", refused.Error, StringComparison.Ordinal);
        var resumed = await CommandLine.RunAsync(["recover", "--resume", "--yes", "--journal", place.Address], Reach(database, "second"));
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Equal(digests, await working.DigestsAsync(database));

        // The others were removed with the end of the run.
        Assert.Single(await place.NamesBelowAsync(own));
        var report = await CommandLine.RunAsync(["report", _directory.File("report.md"), "--journal", place.Address], Reach(database, "third"));
        Assert.True(report.ExitCode == 0, report.Error);
        Assert.Contains("| Interrupted | 1 times", await File.ReadAllTextAsync(_directory.File("report.md"), Token), StringComparison.Ordinal);
    }

    private Dictionary<string, string?> Reach(string database, string host)
    {
        var all = new Dictionary<string, string?>(CommandLine.Reach(postgres.Cluster.Target, database)) { ["EVENTLINKDR_STATE_DIR"] = _directory.File(host) };
        foreach (var (name, value) in RemotePlace.Environment) all[name] = value;
        return all;
    }
}

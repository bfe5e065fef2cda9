using System.Diagnostics;
using System.Text.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Drill.Sample;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Killed;

/// <summary>The command line is killed (SIGKILL) again and again in the middle of a recovery; each time it goes on, and at the end the backup is there, once.</summary>
public sealed class RecoveryKilledTests : IDisposable
{
    private const int Kills = 8;

    private readonly PostgresFixture _postgres;
    private readonly TemporaryDirectory _directory = new();
    private readonly Working _working;

    public RecoveryKilledTests(PostgresFixture postgres)
    {
        _postgres = postgres;
        _working = new Working(postgres, _directory);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Journal => Path.Combine(_directory.Path, "state", "recovery.json");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Recover_KilledAtSpreadMoments_GoesOn_AndReportsTheWhole()
    {
        var database = await _postgres.CreateDatabaseAsync("killedrecovery");
        await SampleDatabase.FillAsync(_postgres.Server, database, 0.02, NullObserver.Instance, Token);
        var digests = await _working.DigestsAsync(database);
        var backup = await _working.BackupAsync(database);
        await _postgres.ExecuteAsync(database, "DROP TABLE public.registrations");
        string[] command = ["recover", backup.Path, "--yes", "--jobs", "2", "--journal", Journal, "--rto", "1h"];

        for (var i = 0; i < Kills && !await IsEndedAsync(); i++)
        {
            using var process = CommandLine.Start(File.Exists(Journal) ? [.. command, "--resume"] : command, Reach(database));
            await WaitForWritesAsync(2 + i, process);
            process.Kill();
            await process.WaitForExitAsync(Token);
        }

        Assert.True(File.Exists(Journal));
        if (!await IsEndedAsync())
        {
            var refused = await CommandLine.RunAsync(command, Reach(database));
            Assert.Equal(3, refused.ExitCode);
            Assert.Contains("RecoveryUnfinished", refused.Error, StringComparison.Ordinal);
            // The journal knows the backup.
            var last = await CommandLine.RunAsync(["recover", "--resume", "--yes", "--journal", Journal], Reach(database));
            Assert.True(last.ExitCode == 0, last.Error);
        }

        Assert.Equal(digests, await _working.DigestsAsync(database));
        // The old database is kept once; whatever was half made is gone.
        Assert.Equal("1", await _postgres.ScalarAsync("postgres", $"SELECT count(*) FROM pg_database WHERE starts_with(datname, '{database}_')"));

        var report = await CommandLine.RunAsync(["report", _directory.File("report.md"), "--journal", Journal], Reach(database));
        Assert.True(report.ExitCode == 0, report.Error);
        var text = await File.ReadAllTextAsync(_directory.File("report.md"), Token);
        Assert.Contains("objective 1 h 00 min: met", text, StringComparison.Ordinal);
        Assert.Contains("| ✓ Restore | Done |", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recover_WhatIf_ChangesNothing_AndJsonIsTheResult()
    {
        var database = await _postgres.CreateDatabaseAsync("recoverjson");
        await SampleDatabase.FillAsync(_postgres.Server, database, 0.005, NullObserver.Instance, Token);
        var backup = await _working.BackupAsync(database);
        var plan = await CommandLine.RunAsync(["recover", backup.Path, "--what-if", "--journal", Journal], Reach(database));
        Assert.True(plan.ExitCode == 0, plan.Error);
        Assert.Contains("MaintenanceOn is left out: the target is no compose project", plan.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Journal));

        var declined = await CommandLine.RunAsync(["recover", backup.Path, "--journal", Journal], Reach(database));
        Assert.Equal(8, declined.ExitCode);
        var run = await CommandLine.RunAsync(["recover", backup.Path, "--yes", "--json", "--journal", Journal, "--report", _directory.File("report.html"), "--rto", "0.1s"], Reach(database));
        // Recovered, and the objective was missed.
        Assert.Equal(7, run.ExitCode);
        var result = JsonDocument.Parse(run.Output).RootElement;
        Assert.True(result.GetProperty("succeeded").GetBoolean());
        // The damage that was saved is not what the next recovery takes for the newest backup.
        Assert.Equal(Path.Combine(_directory.Path, "final"), Path.GetDirectoryName(result.GetProperty("finalBackup").GetString()));
        Assert.Equal("Missed", result.GetProperty("rtoOutcome").GetString());
        Assert.StartsWith("<!doctype html>", await File.ReadAllTextAsync(_directory.File("report.html"), Token), StringComparison.Ordinal);
    }

    private Dictionary<string, string?> Reach(string database) =>
        new(CommandLine.Reach(_postgres.Cluster.Target, database)) { ["EVENTLINKDR_STATE_DIR"] = Path.Combine(_directory.Path, "state") };

    /// <summary>Waits until the journal was replaced so often, or the process has ended.</summary>
    private async Task WaitForWritesAsync(int writes, Process process)
    {
        var last = await ReadAsync();
        while (writes > 0 && !process.HasExited)
        {
            await Task.Delay(5, Token);
            if (await ReadAsync() is not { } now || now == last) continue;
            last = now;
            writes--;
        }
    }

    private async Task<string?> ReadAsync() => File.Exists(Journal) ? await File.ReadAllTextAsync(Journal, Token) : null;

    private async Task<bool> IsEndedAsync() => await ReadAsync() is { } text && JsonDocument.Parse(text).RootElement.GetProperty("ended").ValueKind != JsonValueKind.Null;
}

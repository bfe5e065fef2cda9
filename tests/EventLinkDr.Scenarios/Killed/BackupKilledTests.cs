using System.Diagnostics;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Verify;
using EventLinkDr.Scenarios.Concurrency;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Killed;

/// <summary>The command line is killed (SIGKILL) in the middle of backups: nothing half is taken for a backup, and the next one cleans up.</summary>
public sealed class BackupKilledTests(PostgresFixture postgres) : IDisposable
{
    private const int Kills = 7;

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Backup_KilledAtSpreadMoments_LeavesNothingThatPassesForABackup()
    {
        var database = await postgres.CreateDatabaseAsync("killed");
        await Transfers.CreateTablesAsync(postgres, database);
        var started = Stopwatch.GetTimestamp();
        using (var whole = Start(database)) await whole.WaitForExitAsync(Token);
        var duration = Stopwatch.GetElapsedTime(started);
        Assert.Single(await CompleteAsync());

        for (var i = 1; i <= Kills; i++)
        {
            using var process = Start(database);
            // The last one most likely comes after the data has its name, when the manifest may still be missing.
            await (i < Kills ? Task.Delay(duration * i / Kills, Token) : WaitForDataAsync(process));
            process.Kill();
            await process.WaitForExitAsync(Token);
            // What the server did for the dead client ends.
            await postgres.WaitUntilAsync("postgres", $"SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '{database}' AND application_name LIKE 'EventLinkDr%')");
        }

        // Whatever is called complete is: kills that came too late have made backups.
        foreach (var backup in await CompleteAsync())
        {
            var verify = new VerifyOperation(new DirectoryStore(_directory.Path), new NoAdapters());
            var result = await verify.RunAsync(await verify.PrepareAsync(backup.Name, new VerifyOptions { Level = VerificationLevel.Content }, Token), NullObserver.Instance, Token);
            Assert.True(result.Passed, result.Error?.Message);
        }

        using (var last = Start(database)) await last.WaitForExitAsync(Token);
        Assert.DoesNotContain(_directory.Files, name => name.EndsWith(".partial", StringComparison.Ordinal));
        var sets = await new BackupCatalog(new DirectoryStore(_directory.Path)).ListAsync(BackupFilter.All, Token);
        Assert.All(sets, set => Assert.True(set.State is BackupState.Complete or BackupState.Incomplete, $"{set.Name} is {set.State}"));
    }

    [Fact]
    public async Task Backup_KilledWhileItWaitsForATable_LetsTheTableGo()
    {
        var database = await postgres.CreateDatabaseAsync("killed");
        await postgres.ExecuteAsync(database, "CREATE TABLE public.t (a int)");
        await using var holder = await postgres.Server.OpenAsync(new Postgres.SessionOptions(database), Token);
        await holder.ExecuteAsync("BEGIN; LOCK TABLE public.t", Token);
        using var process = Start(database);
        await postgres.WaitUntilAsync("postgres", $"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '{database}' AND wait_event_type = 'Lock')");
        process.Kill();
        await process.WaitForExitAsync(Token);
        await holder.ExecuteAsync("COMMIT", Token);
        await postgres.WaitUntilAsync("postgres", $"SELECT NOT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE datname = '{database}' AND locktype = 'relation' AND relation > 16383)");
        Assert.Empty(await CompleteAsync());
    }

    [Fact]
    public async Task Backup_TheServerIsKilledMeanwhile_IsAClearErrorAndLeavesNothing()
    {
        // A server of its own: the other tests need theirs.
        await using var cluster = await Adapters.Processes.LocalCluster.StartAsync(["fsync = off"], null, Token);
        await using var server = new Adapters.Npgsql.NpgsqlServer(cluster.Target with { Database = "postgres" });
        await using (var session = await server.OpenAsync(new Postgres.SessionOptions("postgres"), Token))
            await session.ExecuteAsync("CREATE TABLE public.t AS SELECT i, repeat(md5(i::text), 30) AS filler FROM generate_series(1, 60000) i", Token);
        using var process = CommandLine.Start(["backup", "--path", _directory.Path + "/", "--jobs", "2"], CommandLine.Reach(cluster.Target, "postgres"));
        var errors = process.StandardError.ReadToEndAsync(Token);
        while (!Directory.EnumerateFiles(_directory.Path).Any() && !process.HasExited) await Task.Delay(5, Token);
        await cluster.StopServerAsync("immediate", Token);
        await process.WaitForExitAsync(Token);
        // pg_dump may be the first to notice.
        Assert.Matches(@"^error \[(ServerUnreachable|PgDumpFailed)\]", await errors);
        Assert.Contains(process.ExitCode, (int[])[(int)ExitCode.Unreachable, (int)ExitCode.Failed]);
        Assert.Empty(_directory.Files);
    }

    [Fact]
    public async Task Backup_TheConnectionIsCut_IsAClearErrorAndLeavesNothing()
    {
        var database = await postgres.CreateDatabaseAsync("killed");
        await Transfers.CreateTablesAsync(postgres, database);
        using var proxy = new CutOffProxy(postgres.Cluster.Target.Port);
        using var process = CommandLine.Start(["backup", "--path", _directory.Path + "/", "--jobs", "2"],
            CommandLine.Reach(postgres.Cluster.Target with { Port = proxy.Port }, database));
        var errors = process.StandardError.ReadToEndAsync(Token);
        while (!Directory.EnumerateFiles(_directory.Path).Any(file => new FileInfo(file).Length > 0) && !process.HasExited) await Task.Delay(5, Token);
        proxy.Cut();
        await process.WaitForExitAsync(Token);
        // pg_dump may be the first to notice.
        Assert.Matches(@"^error \[(ServerUnreachable|PgDumpFailed)\]", await errors);
        Assert.Contains(process.ExitCode, (int[])[(int)ExitCode.Unreachable, (int)ExitCode.Failed]);
        Assert.Empty(_directory.Files);
    }

    private Process Start(string database)
    {
        var process = CommandLine.Start(["backup", "--path", _directory.Path + "/", "--jobs", "2", "--quiet"], CommandLine.Reach(postgres.Cluster.Target, database));
        process.StandardInput.Close();
        return process;
    }

    private async Task WaitForDataAsync(Process process)
    {
        var before = _directory.Files.Count(name => name.EndsWith(".sql.gz", StringComparison.Ordinal));
        while (!process.HasExited && _directory.Files.Count(name => name.EndsWith(".sql.gz", StringComparison.Ordinal)) == before) await Task.Yield();
    }

    private async Task<IReadOnlyList<BackupSet>> CompleteAsync() =>
        [.. (await new BackupCatalog(new DirectoryStore(_directory.Path)).ListAsync(BackupFilter.All, Token)).Where(set => set.State == BackupState.Complete)];
}

using System.Diagnostics;
using EventLinkDr.Diagnostics;
using EventLinkDr.Scenarios.Concurrency;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Killed;

/// <summary>
/// The command line is killed (SIGKILL) in the middle of restores and undos of real backups: the database serves at once, with the old
/// content or the new, and the next command clears up. What is not ours is never touched.
/// </summary>
public sealed class RestoreKilledTests : IDisposable
{
    private const int Kills = 7;

    private readonly PostgresFixture _postgres;
    private readonly TemporaryDirectory _directory = new();
    private readonly Working _working;

    public RestoreKilledTests(PostgresFixture postgres)
    {
        _postgres = postgres;
        _working = new Working(postgres, _directory);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task RestoreAndUndo_KilledAtSpreadMoments_ServeAndAreClearedUp()
    {
        var database = await _postgres.CreateDatabaseAsync("killedrestore");
        await Transfers.CreateTablesAsync(_postgres, database);
        var backup = await _working.BackupAsync(database);
        await _postgres.ExecuteAsync(database, "CREATE TABLE public.since_the_backup (a int)");
        // Named like ours, and not ours.
        var foreign = (string[])[database + "_restore_y", database + "_restore_20260101t000000z", database + "_before_20260101t000000z"];
        foreach (var name in foreign) await _postgres.ExecuteAsync("postgres", $"CREATE DATABASE {name} TEMPLATE template0");

        var duration = await TimeAsync(database, "restore", backup.Path, "--yes", "--jobs", "2");
        for (var i = 1; i <= Kills; i++) await KillAsync(database, duration * i / (Kills + 1), "restore", backup.Path, "--yes", "--jobs", "2");
        duration = await TimeAsync(database, "undo", "--yes");
        for (var i = 1; i <= 4; i++) await KillAsync(database, duration * i / 5, "undo", "--yes");

        var last = await CommandLine.RunAsync(["restore", backup.Path, "--yes", "--jobs", "2"], CommandLine.Reach(_postgres.Cluster.Target, database));
        Assert.True(last.ExitCode == 0, last.Error);
        await AssertServesAsync(database);
        // Every database that is left is the one that serves, one that was kept, or not ours.
        var unexpected = await _postgres.ScalarAsync("postgres",
            $"""
            SELECT string_agg(datname, ', ') FROM pg_database WHERE starts_with(datname, '{database}') AND datname <> '{database}'
              AND datname NOT IN ('{string.Join("', '", foreign)}') AND shobj_description(oid, 'pg_database') NOT LIKE '%"state":"kept"%'
            """);
        Assert.True(unexpected is null, unexpected);
        foreach (var name in foreign) Assert.Equal("1", await _postgres.ScalarAsync("postgres", $"SELECT count(*) FROM pg_database WHERE datname = '{name}'"));
    }

    [Fact]
    public async Task RestoreInPlace_Killed_LeavesTheOldContent()
    {
        var database = await _postgres.CreateDatabaseAsync("killedrestore");
        await Transfers.CreateTablesAsync(_postgres, database);
        var backup = await _working.BackupAsync(database);
        await _postgres.ExecuteAsync(database, "CREATE TABLE public.since_the_backup (a int)");
        for (var i = 0; i < 3; i++)
        {
            using var process = Start(database, "restore", backup.Path, "--yes", "--mode", "InPlace", "--skip-safety-backup");
            await _postgres.WaitUntilAsync("postgres", $"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '{database}' AND application_name = 'EventLinkDr restore' AND query LIKE 'COPY%')");
            await Task.Delay(i * 150, Token);
            process.Kill();
            await process.WaitForExitAsync(Token);
            await AssertServesAsync(database);
            Assert.Equal("0", await _postgres.ScalarAsync(database, "SELECT count(*) FROM public.since_the_backup"));
        }
    }

    [Fact]
    public async Task Restore_TheServerIsKilledMidLoad_IsAClearError_AndTheNextCommandClearsUp()
    {
        await using var cluster = await Adapters.Processes.LocalCluster.StartAsync(["fsync = off"], null, Token);
        var environment = CommandLine.Reach(cluster.Target, "postgres");
        await using (var server = new Adapters.Npgsql.NpgsqlServer(cluster.Target with { Database = "postgres" }))
        await using (var session = await server.OpenAsync(new Postgres.SessionOptions("postgres"), Token))
        {
            await session.ExecuteAsync("CREATE DATABASE victim TEMPLATE template0", Token);
        }

        environment["PGDATABASE"] = "victim";
        await using var victim = new Adapters.Npgsql.NpgsqlServer(cluster.Target with { Database = "victim" });
        await using (var session = await victim.OpenAsync(new Postgres.SessionOptions("victim"), Token))
            await session.ExecuteAsync("CREATE TABLE public.t AS SELECT i, repeat(md5(i::text), 30) AS filler FROM generate_series(1, 80000) i", Token);
        var made = await CommandLine.RunAsync(["backup", "--path", _directory.File("b.sql.gz"), "--quiet"], environment);
        Assert.True(made.ExitCode == 0, made.Error);

        using var process = CommandLine.Start(["restore", _directory.File("b.sql.gz"), "--yes", "--jobs", "2"], environment);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(Token);
        await using (var watch = await victim.OpenAsync(new Postgres.SessionOptions("postgres"), Token))
        {
            while ((await watch.QueryAsync("SELECT FROM pg_stat_activity WHERE query LIKE 'COPY%' AND datname LIKE 'victim_restore_%'", Token)).Count == 0 && !process.HasExited)
                await Task.Delay(5, Token);
        }

        await cluster.StopServerAsync("immediate", Token);
        await process.WaitForExitAsync(Token);
        Assert.Equal((int)ExitCode.Unreachable, process.ExitCode);
        Assert.Contains("error [ServerUnreachable]", await errors, StringComparison.Ordinal);

        await cluster.StartServerAsync(Token);
        var next = await CommandLine.RunAsync(["restore", _directory.File("b.sql.gz"), "--yes"], environment);
        Assert.True(next.ExitCode == 0, next.Error);
        await using var after = await victim.OpenAsync(new Postgres.SessionOptions("victim"), Token);
        Assert.Equal(80000L, (await after.QueryAsync("SELECT count(*) FROM public.t", Token))[0].Get<long>(0));
        Assert.Equal(2L, (await after.QueryAsync("SELECT count(*) FROM pg_database WHERE datname LIKE 'victim%'", Token))[0].Get<long>(0));
    }

    private Process Start(string database, params string[] arguments)
    {
        var process = CommandLine.Start(arguments, CommandLine.Reach(_postgres.Cluster.Target, database));
        process.StandardInput.Close();
        // Nobody reads what it writes, and a full pipe would stop it.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task<TimeSpan> TimeAsync(string database, params string[] arguments)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await CommandLine.RunAsync(arguments, CommandLine.Reach(_postgres.Cluster.Target, database));
        Assert.True(result.ExitCode == 0, result.Error);
        return Stopwatch.GetElapsedTime(started);
    }

    private async Task KillAsync(string database, TimeSpan after, params string[] arguments)
    {
        using var process = Start(database, arguments);
        await Task.Delay(after, Token);
        process.Kill();
        await process.WaitForExitAsync(Token);
        await AssertServesAsync(database);
    }

    /// <summary>At once, without any command of ours in between.</summary>
    private async Task AssertServesAsync(string database) => Assert.Equal($"{Transfers.Sum}",
        await _postgres.ScalarAsync(database, "SELECT (SELECT sum(amount) FROM public.left_side) + (SELECT sum(amount) FROM public.right_side)"));
}

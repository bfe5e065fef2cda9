using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Postgres;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Concurrency;

/// <summary>Tables change shape while they are backed up: what comes out is one instant, or a clear error; never a hang.</summary>
public sealed class BackupUnderDdlTests(PostgresFixture postgres) : IDisposable
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);
    private static readonly string[] ClearErrors = ["LockTimeout", "SchemaKeepsChanging"];

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("TRUNCATE public.victim")]
    [InlineData("ALTER TABLE public.victim DROP COLUMN b, ADD COLUMN c int DEFAULT 7")]
    [InlineData("ALTER TABLE public.victim ALTER COLUMN a TYPE bigint")]
    [InlineData("DROP TABLE public.victim")]
    [InlineData("DROP TABLE public.victim; CREATE TABLE public.victim (a int, b text)")]
    [InlineData("ALTER TABLE public.victim RENAME TO other_name")]
    [InlineData("ALTER TABLE public.victim SET SCHEMA elsewhere")]
    public async Task Backup_AChangeUnderWayAtItsBegin_IsSeenWholeOrNotAtAll(string change)
    {
        var database = await CreateAsync();
        await using var other = await postgres.Server.OpenAsync(new SessionOptions(database), Token);
        await other.ExecuteAsync($"BEGIN; {change}; UPDATE public.state SET changed = true", Token);
        // The backup waits for the table; then the change is committed under its eyes.
        var backup = BackupAsync(database, new RecordingObserver(), Hang);
        await postgres.WaitUntilAsync("postgres", $"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '{database}' AND wait_event_type = 'Lock')");
        await other.ExecuteAsync("COMMIT", Token);
        var path = await backup.WaitAsync(Hang, Token);

        Assert.Equal(["t"], BackupText.Rows(path, "public.state"));
        await AssertSameAsNowAsync(database, path);
    }

    [Theory]
    [InlineData("TRUNCATE public.victim")]
    [InlineData("ALTER TABLE public.victim DROP COLUMN b")]
    [InlineData("DROP TABLE public.victim")]
    public async Task Backup_AChangeThatWaitsForIt_GetsTheOldStateOrAClearError(string change)
    {
        var database = await CreateAsync();
        Task? waiting = null;
        var observer = new RecordingObserver
        {
            // All tables are locked by now and the snapshot is taken: the change can only queue behind.
            OnPhase = phase =>
            {
                if (phase != "copy") return;
                waiting = postgres.ExecuteAsync(database, $"BEGIN; {change}; UPDATE public.state SET changed = true; COMMIT");
                postgres.WaitUntilAsync("postgres", $"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '{database}' AND wait_event_type = 'Lock')").GetAwaiter().GetResult();
            },
        };
        string? path = null;
        try
        {
            path = await BackupAsync(database, observer).WaitAsync(Hang, Token);
        }
        catch (DrException error)
        {
            Assert.Contains(error.Id, ClearErrors);
        }

        Assert.NotNull(waiting);
        await waiting.WaitAsync(Hang, Token);
        if (path is null)
        {
            Assert.Empty(Directory.EnumerateFiles(_directory.Path));
            return;
        }

        Assert.Equal(["f"], BackupText.Rows(path, "public.state"));
        Assert.Equal(Enumerable.Range(1, 1000).Select(i => $"{i}\trow {i}"), BackupText.Rows(path, "public.victim").Order(new NumberFirst()));
    }

    [Fact]
    public async Task Backups_WhileTablesComeGoAndChangeWithoutAPause_AreEachOneInstantOrAClearError()
    {
        var database = await CreateAsync();
        using var stop = new CancellationTokenSource();
        var storm = Task.Run(() => StormAsync(database, stop.Token), Token);
        try
        {
            var made = 0;
            for (var attempt = 0; made < 2 && attempt < 15; attempt++)
            {
                try
                {
                    var path = await BackupAsync(database, new RecordingObserver()).WaitAsync(Hang, Token);
                    // Every change of the storm leaves as many rows in its table as it writes down beside it.
                    var written = BackupText.Rows(path, "public.generation").Select(row => int.Parse(row.Split('\t')[1], CultureInfo.InvariantCulture)).Single();
                    Assert.Equal(written, BackupText.Rows(path, "public.churn").Count());
                    made++;
                }
                catch (DrException error)
                {
                    Assert.Contains(error.Id, ClearErrors);
                }
            }

            Assert.True(made > 0, "No backup came through, so nothing was compared.");
        }
        finally
        {
            await stop.CancelAsync();
            await storm;
        }
    }

    private async Task StormAsync(string database, CancellationToken cancellationToken)
    {
        await using var session = await postgres.Server.OpenAsync(new SessionOptions(database), CancellationToken.None);
        await session.ExecuteAsync("CREATE TABLE public.churn (a int); CREATE TABLE public.generation (id int, rows int); INSERT INTO public.generation VALUES (0, 0)", CancellationToken.None);
        for (var i = 1; !cancellationToken.IsCancellationRequested; i++)
        {
            var rows = i * 7919 % 500;
            var fill = string.Create(CultureInfo.InvariantCulture, $"INSERT INTO public.churn SELECT generate_series(1, {rows}); UPDATE public.generation SET id = {i}, rows = {rows}");
            var change = (i % 4) switch
            {
                0 => "TRUNCATE public.churn",
                1 => "DROP TABLE public.churn; CREATE TABLE public.churn (a int, b text DEFAULT 'x')",
                2 => string.Create(CultureInfo.InvariantCulture, $"DELETE FROM public.churn; ALTER TABLE public.churn ADD COLUMN c{i} int DEFAULT 1"),
                _ => "ALTER TABLE public.churn RENAME TO passing; CREATE TABLE public.churn (LIKE public.passing); DROP TABLE public.passing",
            };
            await session.ExecuteAsync($"BEGIN; {change}; {fill}; COMMIT", CancellationToken.None);
            // Now and then long enough for a backup to get all its locks.
            await Task.Delay(i % 5 == 0 ? i * 311 % 2000 : 2, CancellationToken.None);
        }
    }

    private async Task<string> CreateAsync()
    {
        var database = await postgres.CreateDatabaseAsync("ddl");
        await postgres.ExecuteAsync(database,
            """
            CREATE SCHEMA elsewhere;
            CREATE TABLE public.state (changed boolean);
            INSERT INTO public.state VALUES (false);
            CREATE TABLE public.victim (a int, b text);
            INSERT INTO public.victim SELECT i, 'row ' || i FROM generate_series(1, 1000) i;
            """);
        return database;
    }

    private async Task<string> BackupAsync(string database, RecordingObserver observer, TimeSpan? patience = null)
    {
        await using var deployment = new TestDeployment(postgres, database);
        var operation = new BackupOperation(deployment, new DirectoryStore(_directory.Path));
        // What -WhatIf would look at may be in the way of the change, and is not what is tried here.
        var plan = await operation.PrepareAsync(new BackupOptions { Jobs = 2, LockTimeout = patience ?? TimeSpan.FromSeconds(3) }, Token);
        return (await operation.RunAsync(plan, observer, Token)).Backup.Path;
    }

    private async Task AssertSameAsNowAsync(string database, string path)
    {
        var copy = await postgres.CreateDatabaseAsync("copy");
        await using var text = new System.IO.Compression.GZipStream(File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress);
        var psql = await postgres.PsqlAsync(copy, text);
        Assert.True(psql.ExitCode == 0, psql.Error);
        TestKit.Zoo.ZooComparison.AssertSame(await postgres.PgDumpAsync(database), await postgres.PgDumpAsync(copy), rowOrder: false);
    }

    private sealed class NumberFirst : IComparer<string>
    {
        public int Compare(string? x, string? y) => Number(x).CompareTo(Number(y));

        private static int Number(string? row) => int.Parse(row!.Split('\t')[0], CultureInfo.InvariantCulture);
    }
}

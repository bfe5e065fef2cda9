using System.Diagnostics;
using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres.Dump;
using EventLinkDr.Postgres.Load;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Loading;

/// <summary>A load that fails says where, leaves no session behind and does not hang.</summary>
public sealed class LoadFailureTests(PostgresFixture postgres)
{
    private const string Head = "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n";
    private const string End = "\n--\n-- PostgreSQL database dump complete\n--\n";

    private readonly Loading _loading = new(postgres);

    [Theory]
    [InlineData("CREATE TABLE public.t (a int);\nCOPY public.t (a) FROM stdin;\n1\nsecret\n\\.\n", "COPY public.t (line 8, column a) failed")]
    [InlineData("CREATE TABLE public.t (a int);\nCOPY public.nowhere (a) FROM stdin;\n1\n\\.\n", "COPY public.nowhere (line 8) failed")]
    [InlineData("CREATE TABLE public.t (a nosuchtype);\n", "CREATE TABLE public.t (line 7) failed")]
    [InlineData("CREATE TABLE public.t (a int);\nINSERT INTO public.t VALUES (1);\nINSERT INTO public.t VALUES ('secret');\n", "one of 2 statements from INSERT INTO public.t to INSERT INTO public.t in line 9 (line 8) failed")]
    [InlineData("CREATE EXTENSION no_such_extension;\n", "CREATE EXTENSION no_such_extension (line 7) failed")]
    [InlineData("CREATE TABLE public.t (a int);\nCOPY public.t (a) FROM stdin;\n1\n1\n\\.\nCREATE INDEX i ON public.t (a);\nALTER TABLE ONLY public.t ADD CONSTRAINT k PRIMARY KEY (a);\n", "ALTER TABLE ADD CONSTRAINT k on public.t (line 13) failed")]
    [InlineData("DROP TABLE public.nowhere;\nDROP SEQUENCE IF EXISTS public.t;\nDROP FUNCTION pg_catalog.now();\n", "DROP FUNCTION pg_catalog.now (line 9) failed")]
    public async Task Load_ServerRefuses_NamesPlaceAndObject(string body, string message)
    {
        foreach (var jobs in new[] { 1, 4 })
        {
            var target = await postgres.CreateDatabaseAsync("refused");
            var error = await Assert.ThrowsAsync<DrException>(async () => await _loading.LoadIntoAsync(target, await _loading.ForeignAsync(Head + body + End), new LoadOptions { Jobs = jobs }));
            Assert.Equal("LoadFailed", error.Id);
            Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("VALUES", error.Message, StringComparison.Ordinal);
            await AssertNoSessionsAsync(target);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Load_RefusedInTheMiddleOfALargeBlock_EndsAtOnce(int jobs)
    {
        var rows = string.Concat(Enumerable.Range(0, 2_000_000).Select(i => i == 700_000 ? "secret\n" : "123456\n"));
        var target = await postgres.CreateDatabaseAsync("refused");
        var source = await _loading.ForeignAsync($"{Head}CREATE TABLE public.t (a int);\nCOPY public.t (a) FROM stdin;\n{rows}\\.\n{End}");
        var error = await Assert.ThrowsAsync<DrException>(() => _loading.LoadIntoAsync(target, source, new LoadOptions { Jobs = jobs }));
        Assert.Equal("LoadFailed", error.Id);
        await AssertNoSessionsAsync(target);
    }

    [Fact]
    public async Task Load_MemberThatIsNotWhatTheManifestSays_CommitsNothingOfIt()
    {
        var database = await postgres.CreateDatabaseAsync("member");
        await postgres.ExecuteAsync(database, "CREATE TABLE public.t AS SELECT i FROM generate_series(1, 1000) i");
        var own = await _loading.OwnAsync(database);
        var manifest = own.Manifest!;
        var changed = manifest with { Members = [.. manifest.Members.Select(member => member.Rows is { } rows ? member with { Rows = rows + 1 } : member)] };
        var target = await postgres.CreateDatabaseAsync("member");
        var error = await Assert.ThrowsAsync<DrException>(() => _loading.LoadIntoAsync(target, _loading.Own(changed)));
        Assert.Equal("BackupCorrupt", error.Id);
        Assert.Equal("0", await postgres.ScalarAsync(target, "SELECT count(*) FROM public.t"));
    }

    [Fact]
    public async Task Load_Cancelled_EndsPromptlyAndLeavesNoSession()
    {
        var rows = string.Concat(Enumerable.Range(0, 300_000).Select(i => "123456\n"));
        foreach (var slow in new[]
        {
            "CREATE FUNCTION public.slow(a int) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.01); RETURN true; END';\n"
                + $"CREATE TABLE public.t (a int CHECK (public.slow(a)));\nCOPY public.t (a) FROM stdin;\n{rows}\\.\n",
            "CREATE TABLE public.t (a int);\nCREATE FUNCTION public.slow(a int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1000); RETURN 1; END';\n"
                + "INSERT INTO public.t VALUES (1);\nCREATE INDEX i ON public.t (public.slow(a));\nCREATE INDEX j ON public.t (public.slow(a + 1));\n",
        })
        {
            var target = await postgres.CreateDatabaseAsync("cancelled");
            using var stop = new CancellationTokenSource();
            var source = await _loading.ForeignAsync(Head + slow + End);
            var load = _loading.LoadIntoAsync(target, source, token: stop.Token);
            while (await postgres.ScalarAsync(target, $"SELECT count(*) FROM pg_stat_activity WHERE datname = '{target}' AND application_name = 'EventLinkDr load' AND wait_event = 'PgSleep'") == "0")
            {
                Assert.False(load.IsCompleted);
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }

            var watch = Stopwatch.StartNew();
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => load);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), "The load went on after it was cancelled.");
            await AssertNoSessionsAsync(target);
        }
    }

    [Fact]
    public async Task Load_CancelledWhileASessionIsSetUp_ClosesIt()
    {
        using var stop = new CancellationTokenSource();
        var server = new StoppedOnceOpen(postgres.Server, stop);
        var source = await _loading.ForeignAsync(Head + "CREATE TABLE public.t (a int);\n" + End);
        var facts = await DumpInspector.InspectAsync(source, NullObserver.Instance, TestContext.Current.CancellationToken);
        var loader = new DumpLoader(source, facts, new LoadOptions(), NullObserver.Instance);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await loader.LoadAsync(server, await postgres.CreateDatabaseAsync("stopped"), stop.Token));
        var session = Assert.Single(server.Opened);
        await Assert.ThrowsAnyAsync<Exception>(() => session.QueryAsync("SELECT 1", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Load_SessionsKilled_IsServerUnreachableAndDoesNotHang()
    {
        var rows = string.Concat(Enumerable.Range(0, 300_000).Select(i => "123456\n"));
        var target = await postgres.CreateDatabaseAsync("killed");
        var source = await _loading.ForeignAsync(Head + "CREATE FUNCTION public.slow(a int) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.01); RETURN true; END';\n"
            + $"CREATE TABLE public.t (a int CHECK (public.slow(a)));\nCOPY public.t (a) FROM stdin;\n{rows}\\.\n" + End);
        var load = _loading.LoadIntoAsync(target, source);
        while (await postgres.ScalarAsync("postgres", $"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{target}' AND wait_event = 'PgSleep'") == "0")
            await Task.Delay(50, TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAnyAsync<DrException>(() => load);
        Assert.Equal("ServerUnreachable", error.Id);
    }

    private async Task AssertNoSessionsAsync(string database)
    {
        // The server notices a closed connection a moment later.
        for (var i = 0; i < 100; i++)
        {
            if (await postgres.ScalarAsync("postgres", $"SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}'") == "0") return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail("Sessions were left behind.");
    }
}

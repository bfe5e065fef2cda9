using System.Globalization;
using System.Text;
using EventLinkDr.Postgres.Dump;
using EventLinkDr.Postgres.Load;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Zoo;

namespace EventLinkDr.Scenarios.Loading;

public sealed class LoadTests(PostgresFixture postgres)
{
    private const string Head = "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\nSELECT pg_catalog.set_config('search_path', '', false);\n";
    private const string End = "\n--\n-- PostgreSQL database dump complete\n--\n";

    private readonly Loading _loading = new(postgres);

    [Fact]
    public async Task Load_OldScriptsDump_IsWhatPsqlMakesOfIt()
    {
        if (SharedData.OldScriptsDump is null) Assert.Skip("The old script's sample dump is not beside the source tree.");
        var source = await _loading.ForeignAsync(await File.ReadAllBytesAsync(SharedData.OldScriptsDump, TestContext.Current.CancellationToken));
        var facts = await DumpInspector.InspectAsync(source, Diagnostics.NullObserver.Instance, TestContext.Current.CancellationToken);
        Assert.Equal("0021_weighted_implicit_signals", facts.Revision);
        Assert.Equal(20, facts.Tables.Count);
        var (loaded, result) = await _loading.LoadAsync(source);
        await using var stream = await source.OpenAsync(source.Parts[0], TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var expected = await _loading.PsqlAsync(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        ZooComparison.AssertSame(await postgres.PgDumpAsync(expected), await postgres.PgDumpAsync(loaded));
        Assert.Equal(facts.Tables.Select(table => (table.Name.Name, table.Rows)), result.Tables.Select(table => (table.Name, table.Rows)));
        Assert.Equal([LoadPhase.Definitions, LoadPhase.Rows, LoadPhase.Builds], result.Phases.Select(phase => phase.Name));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Load_LargeBlocks_KeepEveryRow(int jobs)
    {
        var database = await postgres.CreateDatabaseAsync("large");
        // Rows of all sizes, one larger than every buffer, in blocks that are spread over the sessions.
        await postgres.ExecuteAsync(database,
            """
            CREATE TABLE public.a (id int PRIMARY KEY, t text);
            INSERT INTO public.a SELECT i, repeat(md5(i::text) || E'\\\n\t', i % 40) FROM generate_series(1, 60000) i;
            CREATE TABLE public.b (id int PRIMARY KEY REFERENCES public.a, t text);
            INSERT INTO public.b SELECT i, CASE WHEN i % 100 = 7 THEN repeat('é\n', 1500000) ELSE 'x' END FROM generate_series(1, 400) i;
            CREATE TABLE public.c (t text);
            INSERT INTO public.c SELECT 'row ' || i FROM generate_series(1, 100) i;
            """);
        var expected = await DigestAsync(database);
        var (foreign, result) = await _loading.LoadAsync(await _loading.ForeignAsync(await postgres.PgDumpAsync(database)), new LoadOptions { Jobs = jobs });
        Assert.Equal(expected, await DigestAsync(foreign));
        Assert.Equal([("a", 60000L), ("b", 400L), ("c", 100L)], result.Tables.Select(table => (table.Name, table.Rows)));
        // A small table keeps the order of its rows.
        Assert.Equal("row 1", await postgres.ScalarAsync(foreign, "SELECT t FROM public.c LIMIT 1"));
        var (own, _) = await _loading.LoadAsync(await _loading.OwnAsync(database), new LoadOptions { Jobs = jobs });
        Assert.Equal(expected, await DigestAsync(own));
    }

    [Fact]
    public async Task Load_Inserts_CountsTheRows()
    {
        var database = await postgres.CreateDatabaseAsync("inserts");
        await postgres.ExecuteAsync(database, "CREATE TABLE public.a (t text); INSERT INTO public.a SELECT 'it''s; ' || i FROM generate_series(1, 5000) i; CREATE TABLE public.n (); INSERT INTO public.n DEFAULT VALUES");
        foreach (var option in new[] { "--inserts", "--rows-per-insert=100", "--column-inserts" })
        {
            var (loaded, result) = await _loading.LoadAsync(await _loading.ForeignAsync(await postgres.PgDumpAsync(database, option)));
            Assert.Equal([("a", 5000L), ("n", 1L)], result.Tables.Select(table => (table.Name, table.Rows)));
            Assert.Equal("5000", await postgres.ScalarAsync(loaded, "SELECT count(*) FROM public.a"));
        }
    }

    [Fact]
    public async Task Load_EachStatement_RunsUnderTheSettingsOfItsPlace()
    {
        var database = await postgres.CreateDatabaseAsync("state");
        await postgres.ExecuteAsync(database, "CREATE SCHEMA s; CREATE SCHEMA t; SET allow_in_place_tablespaces = on");
        await _loading.LoadIntoAsync(database, await _loading.ForeignAsync(Head +
            """
            SET search_path = s, pg_catalog;
            CREATE TABLE a (x int, y int);
            SET search_path = t, pg_catalog;
            CREATE TABLE a (x int, y int);
            SET search_path = s, pg_catalog;
            COPY a (x, y) FROM stdin;
            1	1
            \.
            SET search_path = t, pg_catalog;
            COPY a (x, y) FROM stdin;
            2	2
            3	3
            \.
            SET search_path = s, pg_catalog;
            CREATE INDEX in_s ON a (x);
            CREATE INDEX in_s2 ON a (y);
            SET search_path = t, pg_catalog;
            CREATE INDEX in_t ON a (x);
            SET check_function_bodies = false;
            CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT count(*)::int FROM nowhere';
            SET standard_conforming_strings = off;
            COMMENT ON TABLE a IS 'back\\slash';
            INSERT INTO a VALUES (4, 4);
            """ + End));
        Assert.Equal("s.in_s,s.in_s2,t.in_t", await postgres.ScalarAsync(database, "SELECT string_agg(schemaname || '.' || indexname, ',' ORDER BY schemaname, indexname) FROM pg_indexes WHERE schemaname IN ('s', 't')"));
        Assert.Equal("1 3", await postgres.ScalarAsync(database, "SELECT (SELECT count(*) FROM s.a) || ' ' || (SELECT count(*) FROM t.a)"));
        Assert.Equal("back\\slash", await postgres.ScalarAsync(database, "SELECT obj_description('t.a'::regclass)"));
    }

    [Fact]
    public async Task Load_UnknownParameter_IsSkippedAndReported()
    {
        foreach (var transactional in new[] { false, true })
        {
            var database = await postgres.CreateDatabaseAsync("unknown");
            var source = await _loading.ForeignAsync(Head + "SET transaction_timeout_of_the_future = 0;\nSET default_tablespace = nowhere;\nCREATE TABLE public.t (a int);\n" + End);
            var result = transactional ? await _loading.LoadInTransactionAsync(database, source) : await _loading.LoadIntoAsync(database, source);
            Assert.Equal([8L, 9L], result.Skipped.Select(skipped => skipped.Place.Line));
            Assert.Contains("transaction_timeout_of_the_future", result.Skipped[0].ToString(), StringComparison.Ordinal);
            Assert.Equal("0", await postgres.ScalarAsync(database, "SELECT count(*) FROM public.t"));
        }
    }

    [Fact]
    public async Task Load_MissingRoles_AreSkippedWhereAskedAndOnlyThere()
    {
        const string Dump = Head +
            """
            CREATE TABLE public.t (a int);
            ALTER TABLE public.t OWNER TO nobody_knows;
            GRANT SELECT ON TABLE public.t TO nobody_knows;
            GRANT SELECT ON TABLE public.t TO PUBLIC;
            ALTER DEFAULT PRIVILEGES FOR ROLE nobody_knows GRANT SELECT ON TABLES TO PUBLIC;
            CREATE POLICY p ON public.t TO nobody_knows;
            """ + End;
        var source = await _loading.ForeignAsync(Dump);
        var (database, result) = await _loading.LoadAsync(source, new LoadOptions { MissingRoles = new HashSet<string> { "nobody_knows" } });
        Assert.Equal(4, result.Skipped.Count);
        Assert.Equal("eventlink | {eventlink=arwdDxt/eventlink,=r/eventlink}", await postgres.ScalarAsync(database, "SELECT relowner::regrole || ' | ' || relacl::text FROM pg_class WHERE relname = 't'"));
        var error = await Assert.ThrowsAsync<Diagnostics.DrException>(() => _loading.LoadAsync(source));
        Assert.Equal("LoadFailed", error.Id);
        Assert.Contains("ALTER TABLE public.t (line 9)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_SessionAuthorization_HoldsForRowsAndIndexesToo()
    {
        var database = await postgres.CreateDatabaseAsync("authorization");
        await postgres.ExecuteAsync(database, "DO 'BEGIN CREATE ROLE load_owner; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END'; CREATE SCHEMA s AUTHORIZATION load_owner; SET ROLE load_owner;"
            + "CREATE TABLE s.a (x int PRIMARY KEY, y int); CREATE INDEX ON s.a (y); INSERT INTO s.a SELECT i, i FROM generate_series(1, 10) i; CREATE TABLE s.b (x int REFERENCES s.a)");
        var dump = await postgres.PgDumpAsync(database, "--use-set-session-authorization");
        var target = await postgres.CreateDatabaseAsync("authorization");
        await postgres.ExecuteAsync(target, $"GRANT CREATE ON DATABASE {target} TO load_owner");
        await _loading.LoadIntoAsync(target, await _loading.ForeignAsync(dump));
        ZooComparison.AssertSame(await postgres.PgDumpAsync(database), await postgres.PgDumpAsync(target));
    }

    [Fact]
    public async Task Load_ReportsProgressUpToTheLengthOfTheText()
    {
        var database = await postgres.CreateDatabaseAsync("progress");
        await postgres.ExecuteAsync(database, "CREATE TABLE public.t AS SELECT i, md5(i::text) FROM generate_series(1, 50000) i");
        var observer = new LastProgress();
        var target = await postgres.CreateDatabaseAsync("progress");
        await _loading.LoadIntoAsync(target, await _loading.ForeignAsync(await postgres.PgDumpAsync(database)), observer: observer);
        Assert.InRange(observer.Last.BytesDone, observer.Last.BytesTotal * 9 / 10, observer.Last.BytesTotal);
        Assert.Contains(target, observer.Last.Activity, StringComparison.Ordinal);
        Assert.Contains("public.t", observer.Items);
    }

    private async Task<string?> DigestAsync(string database)
    {
        var digest = new StringBuilder();
        foreach (var table in new[] { "a", "b", "c" })
            digest.Append(CultureInfo.InvariantCulture, $"{await postgres.ScalarAsync(database, $"SELECT count(*) || md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM public.{table} t")} ");
        return digest.ToString();
    }

    private sealed class LastProgress : Diagnostics.IOperationObserver
    {
        private readonly object _lock = new();

        public Diagnostics.ProgressReport Last { get; private set; }

        public HashSet<string?> Items { get; } = [];

        public IDisposable Phase(string name) => Diagnostics.NullObserver.Instance;

        public void Progress(in Diagnostics.ProgressReport progress)
        {
            lock (_lock)
            {
                if (progress.BytesDone > Last.BytesDone) Last = progress;
                Items.Add(progress.Item);
            }
        }

        public void Decision(string message) { }

        public void Milestone(string message) { }

        public void Warning(string message) { }
    }
}

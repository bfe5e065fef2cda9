using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres.Dump;
using EventLinkDr.Postgres.Load;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Zoo;

namespace EventLinkDr.Scenarios.Loading;

/// <summary>Some tables of a dump: all definitions, their rows, their indexes and keys, and nothing that needs the others.</summary>
public sealed class TableChoiceTests(PostgresFixture postgres)
{
    private const string Schema =
        """
        CREATE TABLE public.a (id serial PRIMARY KEY, t text UNIQUE);
        CREATE TABLE public.b (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int REFERENCES public.a);
        CREATE TABLE public.c (id bigint PRIMARY KEY DEFAULT 1, b int REFERENCES public.b, a int REFERENCES public.a);
        CREATE SEQUENCE public.free;
        ALTER TABLE public.c ALTER id SET DEFAULT nextval('public.free');
        CREATE TABLE public.p (id int, k int) PARTITION BY LIST (k);
        CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES IN (1);
        CREATE TABLE public.p2 PARTITION OF public.p FOR VALUES IN (2);
        ALTER TABLE public.p ADD PRIMARY KEY (id, k);
        CREATE INDEX c_a ON public.c (a);
        COMMENT ON INDEX public.c_a IS 'x';
        COMMENT ON CONSTRAINT b_a_fkey ON public.b IS 'x';
        CREATE STATISTICS public.b_stat ON id, a FROM public.b;
        COMMENT ON STATISTICS public.b_stat IS 'x';
        CREATE FUNCTION public.tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER b_trigger BEFORE INSERT ON public.b FOR EACH ROW EXECUTE FUNCTION public.tf();
        COMMENT ON TRIGGER b_trigger ON public.b IS 'x';
        ALTER TABLE public.b REPLICA IDENTITY USING INDEX b_pkey;
        ALTER TABLE public.c CLUSTER ON c_a;
        CREATE MATERIALIZED VIEW public.m AS SELECT count(*) FROM public.b;
        CREATE INDEX ON public.m (count);
        CREATE PUBLICATION pub FOR TABLE public.b;
        COMMENT ON PUBLICATION pub IS 'x';
        SELECT lo_create(77);
        COMMENT ON LARGE OBJECT 77 IS 'x';
        GRANT SELECT ON LARGE OBJECT 77 TO PUBLIC;
        INSERT INTO public.a SELECT i, i::text FROM generate_series(1, 30) i;
        SELECT setval('public.a_id_seq', 30);
        INSERT INTO public.b (a) SELECT i FROM generate_series(1, 20) i;
        INSERT INTO public.c (a, b) SELECT i, i FROM generate_series(1, 10) i;
        INSERT INTO public.p SELECT i, 1 + i % 2 FROM generate_series(1, 8) i;
        """;

    private readonly Loading _loading = new(postgres);

    [Theory]
    [InlineData("foreign", "public.a", "public.c")]
    [InlineData("own", "public.a", "public.c")]
    [InlineData("inserts", "public.a", "public.c")]
    public async Task Load_SomeTables_BringsTheirRowsIndexesAndKeys(string kind, params string[] tables)
    {
        var loaded = await LoadAsync(kind, tables);
        Assert.Equal("30 0 10 0", await CountsAsync(loaded));
        Assert.Equal("a_pkey,a_t_key,c_a,c_pkey", await postgres.ScalarAsync(loaded, "SELECT string_agg(indexname, ',' ORDER BY indexname) FROM pg_indexes WHERE schemaname = 'public'"));
        Assert.Equal("c_a_fkey", await postgres.ScalarAsync(loaded, "SELECT string_agg(conname, ',') FROM pg_constraint WHERE contype = 'f'"));
        Assert.Equal("30 1 10", await postgres.ScalarAsync(loaded, "SELECT (SELECT last_value FROM public.a_id_seq) || ' ' || (SELECT last_value FROM public.b_id_seq) || ' ' || (SELECT last_value FROM public.free)"));
    }

    [Theory]
    [InlineData("foreign")]
    [InlineData("own")]
    public async Task Load_APartitionedTable_BringsItsPartitions(string kind)
    {
        var loaded = await LoadAsync(kind, "public.p", "public.b");
        Assert.Equal("0 20 0 8", await CountsAsync(loaded));
        Assert.Equal("b_pkey,p1_pkey,p2_pkey,p_pkey", await postgres.ScalarAsync(loaded, "SELECT string_agg(indexname, ',' ORDER BY indexname) FROM pg_indexes WHERE schemaname = 'public'"));
        Assert.Equal("b_trigger", await postgres.ScalarAsync(loaded, "SELECT string_agg(tgname, ',') FROM pg_trigger WHERE NOT tgisinternal"));
    }

    [Fact]
    public async Task Load_ATableThatIsNotThere_IsRefused()
    {
        var error = await Assert.ThrowsAsync<DrException>(() => LoadAsync("foreign", "public.nowhere"));
        Assert.Equal("TableNotInBackup", error.Id);
    }

    [Fact]
    public async Task Load_OneTableOfTheZoo_Works()
    {
        var database = await postgres.Zoo.CreateAsync(ZooVariant.Whole);
        foreach (var source in new[] { await _loading.OwnAsync(database), await _loading.ForeignAsync(await postgres.PgDumpAsync(database)) })
        {
            var (loaded, _) = await _loading.LoadAsync(source, new LoadOptions { Jobs = 2, Tables = ["zoo.plain"] });
            Assert.Equal(await postgres.ScalarAsync(database, "SELECT count(*) FROM zoo.plain"), await postgres.ScalarAsync(loaded, "SELECT count(*) FROM zoo.plain"));
        }
    }

    private async Task<string> LoadAsync(string kind, params string[] tables)
    {
        var database = await postgres.CreateDatabaseAsync("choice");
        await postgres.ExecuteAsync(database, Schema);
        DumpSource source = kind switch
        {
            "own" => await _loading.OwnAsync(database),
            "inserts" => await _loading.ForeignAsync(await postgres.PgDumpAsync(database, "--inserts")),
            _ => await _loading.ForeignAsync(await postgres.PgDumpAsync(database)),
        };
        return (await _loading.LoadAsync(source, new LoadOptions { Jobs = 2, Tables = tables })).Database;
    }

    private Task<string?> CountsAsync(string database) => postgres.ScalarAsync(database,
        "SELECT (SELECT count(*) FROM public.a) || ' ' || (SELECT count(*) FROM public.b) || ' ' || (SELECT count(*) FROM public.c) || ' ' || (SELECT count(*) FROM public.p)");
}

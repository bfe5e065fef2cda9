using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres.Load;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Zoo;

namespace EventLinkDr.Scenarios.Loading;

/// <summary>Keys of tables that are large enough for their indexes to be built apart: the catalogs must not tell.</summary>
public sealed class LargeKeyTests(PostgresFixture postgres)
{
    // Wide rows make a heavy table of few.
    private const string Definition =
        """"
        CREATE TABLE public."Big ""one""" (id integer NOT NULL, "Second, (id)" integer NOT NULL, code text NOT NULL, later integer, filler text);
        INSERT INTO public."Big ""one""" SELECT i, -i, 'c' || i, i, repeat('x', 3000) FROM generate_series(1, 6000) i;
        CREATE INDEX plain ON public."Big ""one""" (later);
        CREATE TABLE public.child (parent integer, "second" integer, code text);
        INSERT INTO public.child SELECT i, -i, 'c' || i FROM generate_series(1, 100) i;
        """";

    private readonly Loading _loading = new(postgres);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Load_KeysOfALargeTable_AreThoseOfPgRestore(int jobs)
    {
        var database = await postgres.CreateDatabaseAsync("keys");
        await postgres.ExecuteAsync(database, Definition +
            """"
            ALTER TABLE public."Big ""one""" ADD CONSTRAINT "k) UNIQUE (" PRIMARY KEY (id, "Second, (id)"), ADD CONSTRAINT by_code UNIQUE (code),
              ADD CONSTRAINT at_the_end UNIQUE (later) DEFERRABLE INITIALLY DEFERRED, ADD CONSTRAINT covering UNIQUE (id) INCLUDE (code), ADD CHECK (id > 0);
            ALTER TABLE public."Big ""one""" REPLICA IDENTITY USING INDEX by_code;
            ALTER TABLE public."Big ""one""" CLUSTER ON "k) UNIQUE (";
            COMMENT ON CONSTRAINT by_code ON public."Big ""one""" IS 'a key';
            ALTER TABLE public.child ADD FOREIGN KEY (parent, "second") REFERENCES public."Big ""one""" (id, "Second, (id)"), ADD FOREIGN KEY (code) REFERENCES public."Big ""one""" (code);
            """");

        var (loaded, result) = await _loading.LoadAsync(await _loading.OwnAsync(database), new LoadOptions { Jobs = jobs });

        ZooComparison.AssertSame(await postgres.PgDumpAsync(database, "--schema-only"), await postgres.PgDumpAsync(loaded, "--schema-only"));
        Assert.Empty(result.Skipped);
        const string Catalog = """"
            SELECT string_agg(c.relname || ' ' || x.indisprimary || x.indisunique || x.indisvalid || x.indimmediate || x.indisreplident || x.indisclustered || coalesce(k.contype::text, '-'), ', ' ORDER BY c.relname)
            FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid LEFT JOIN pg_constraint k ON k.conindid = x.indexrelid AND k.contype IN ('p', 'u') WHERE c.relnamespace = 'public'::regnamespace
            """";
        Assert.Equal(await postgres.ScalarAsync(database, Catalog), await postgres.ScalarAsync(loaded, Catalog));
    }

    [Fact]
    public async Task Load_DuplicatesUnderALargeKey_SaysWhichKey()
    {
        var database = await postgres.CreateDatabaseAsync("keys");
        await postgres.ExecuteAsync(database, Definition + """" INSERT INTO public."Big ""one""" SELECT * FROM public."Big ""one""" WHERE id = 7 """");
        const string Keys =
            """"

            ALTER TABLE ONLY public."Big ""one"""
                ADD CONSTRAINT big_pkey PRIMARY KEY (id);
            ALTER TABLE ONLY public.child
                ADD CONSTRAINT child_pkey PRIMARY KEY (parent);

            """";
        const string End = "--\n-- PostgreSQL database dump complete";
        var dump = (await postgres.PgDumpAsync(database)).Replace(End, Keys + End, StringComparison.Ordinal);

        var error = await Assert.ThrowsAsync<DrException>(async () => await _loading.LoadAsync(await _loading.ForeignAsync(dump)));

        Assert.Equal("LoadFailed", error.Id);
        Assert.Contains("big_pkey", error.Message, StringComparison.Ordinal);
    }
}

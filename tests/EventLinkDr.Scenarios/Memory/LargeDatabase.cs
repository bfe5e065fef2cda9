using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Memory;

/// <summary>A database of about 500 MB of plain SQL, made in seconds, with a field of 64 MB in it.</summary>
internal static class LargeDatabase
{
    public static async Task<string> CreateAsync(PostgresFixture postgres)
    {
        var database = await postgres.CreateDatabaseAsync("large");
        await postgres.ExecuteAsync(database,
            """
            CREATE TABLE public.wide (id int PRIMARY KEY, a text, b text);
            INSERT INTO public.wide SELECT i, repeat(md5(i::text), 40) || E'\t\\\n', repeat('ăîșț', 100) FROM generate_series(1, 150000) i;
            CREATE TABLE public.narrow (id int PRIMARY KEY, name text, at timestamptz DEFAULT '2026-01-01');
            INSERT INTO public.narrow SELECT i, 'row number ' || i FROM generate_series(1, 1500000) i;
            CREATE INDEX ON public.narrow (name);
            CREATE TABLE public.huge (id int PRIMARY KEY, body text);
            ALTER TABLE public.huge ALTER body SET STORAGE EXTERNAL;
            INSERT INTO public.huge SELECT 1, string_agg(md5(i::text) || E'\n', '') FROM generate_series(1, 64 * 1048576 / 33) i;
            INSERT INTO public.huge VALUES (2, 'small');
            """);
        return database;
    }
}

using System.Globalization;

namespace EventLinkDr.Bench;

/// <summary>Fills the databases of <see cref="ShapeContests"/>: rows as the largest table of EventLink has them.</summary>
internal static class ShapeDatabases
{
    private const int Tables = 20;
    private const int RowsPerScale = 400_000;

    public static async Task FillOneAndTwentyAsync(BenchServer server, double scale, CancellationToken cancellationToken)
    {
        var rows = (long)(RowsPerScale * scale);
        await FillAsync(server, "one_table", table => table == 0 ? rows * 95 / 100 : rows * 5 / 100 / (Tables - 1), cancellationToken).ConfigureAwait(false);
        await FillAsync(server, "twenty_tables", _ => rows / Tables, cancellationToken).ConfigureAwait(false);
    }

    public static async Task FillManyAsync(BenchServer server, int count, CancellationToken cancellationToken)
    {
        await server.RecreateAsync("many_tables", cancellationToken).ConfigureAwait(false);
        // In parts: one transaction would need a lock for every table.
        for (var first = 0; first < count; first += 500)
        {
            await server.ExecuteAsync("many_tables", string.Create(CultureInfo.InvariantCulture,
                $"""
                 DO $$ BEGIN FOR n IN {first}..{Math.Min(first + 500, count) - 1} LOOP
                   EXECUTE format('CREATE TABLE public.t%s (id integer PRIMARY KEY, name text NOT NULL); INSERT INTO public.t%s SELECT i, ''row '' || i FROM generate_series(1, 10) i', n, n);
                 END LOOP; END $$
                 """), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task FillAsync(BenchServer server, string database, Func<int, long> rows, CancellationToken cancellationToken)
    {
        await server.RecreateAsync(database, cancellationToken).ConfigureAwait(false);
        for (var table = 0; table < Tables; table++)
        {
            await server.ExecuteAsync(database, string.Create(CultureInfo.InvariantCulture,
                $"""
                 CREATE TABLE public.t{table} AS SELECT i::integer AS id, (i::bigint * 7919 % 50021)::integer AS user_id, (i::bigint * 104729 % 3001)::integer AS event_id,
                   (ARRAY['view', 'click', 'share', 'dwell'])[1 + i % 4] AS kind, timestamptz '2026-01-01' + i * interval '13 seconds' AS occurred_at,
                   json_build_object('source', 'feed', 'position', i % 50, 'score', (i::bigint * 31 % 997) / 997.0)::text AS meta
                 FROM generate_series(1, {rows(table)}) i;
                 ALTER TABLE public.t{table} ADD PRIMARY KEY (id);
                 CREATE INDEX ON public.t{table} (user_id)
                 """), cancellationToken).ConfigureAwait(false);
        }
    }
}

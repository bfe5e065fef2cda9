using System.Globalization;
using System.Text;
using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Drill.Sample;

/// <summary>Fills an empty database with an EventLink schema and rows that are the same every time.</summary>
internal static class SampleDatabase
{
    private const string Activity = "Filling the sample database";

    /// <summary>The tables, those with most rows first.</summary>
    public static IReadOnlyList<SampleTable> Tables { get; } = [.. SampleEvents.Tables, .. SampleOperations.Tables, .. SamplePeople.Tables];

    /// <summary>Creates the schema in an empty database, fills it and analyzes it.</summary>
    /// <param name="server">The server.</param>
    /// <param name="database">An empty database.</param>
    /// <param name="scale">1 is about 50 MB as plain SQL, 10 about 500 MB.</param>
    /// <param name="observer">Is told how far it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task FillAsync(IPostgresServer server, string database, double scale, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var size = new SampleSize(scale);
        var session = await server.OpenAsync(new SessionOptions(database), cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            await session.ExecuteAsync(Script("tables.sql"), cancellationToken).ConfigureAwait(false);
        }

        var progress = new FillProgress(observer, Tables.Sum(table => (long)table.Rows(size)));
        await SideBySideAsync(server, database, Tables, (worker, table, token) => Task.Run(() => Load(worker, table, size, progress, token), token), cancellationToken)
            .ConfigureAwait(false);
        await SideBySideAsync(server, database, Groups("keys.sql"), (worker, sql, token) => worker.ExecuteAsync(sql, token), cancellationToken).ConfigureAwait(false);
        session = await server.OpenAsync(new SessionOptions(database), cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            await session.ExecuteAsync(Script("foreign-keys.sql"), cancellationToken).ConfigureAwait(false);
            foreach (var table in Tables.Where(table => table.HasId))
                await session.ExecuteAsync($"SELECT pg_catalog.setval('public.{table.Name}_id_seq', (SELECT pg_catalog.max(id) FROM public.{table.Name}))", cancellationToken)
                    .ConfigureAwait(false);
            await session.ExecuteAsync("ANALYZE", cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Load(IPostgresSession session, SampleTable table, SampleSize size, FillProgress progress, CancellationToken cancellationToken)
    {
        using var sink = session.CopyIn($"COPY public.{table.Name} FROM STDIN", cancellationToken);
        var writer = new CopyTextWriter(sink);
        var salt = table.Name.Aggregate(17, (hash, c) => hash * 31 + c) & 0x7FFF;
        var rows = table.Rows(size);
        for (var row = 1; row <= rows; row++)
        {
            var random = new SampleRandom(salt, row);
            table.Write(writer, size, row, ref random);
            writer.EndRow();
            if (row % 10_000 == 0) progress.Add(table.Name, 10_000);
        }

        writer.Flush();
        sink.Complete();
    }

    /// <summary>Works a list off on two sessions, in the order it stands in.</summary>
    private static async Task SideBySideAsync<T>(IPostgresServer server, string database, IReadOnlyList<T> work,
        Func<IPostgresSession, T, CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        var next = -1;
        await Parallel.ForAsync(0, 2, cancellationToken, async (_, token) =>
        {
            var session = await server.OpenAsync(new SessionOptions(database), token).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                for (var i = Interlocked.Increment(ref next); i < work.Count; i = Interlocked.Increment(ref next))
                    await run(session, work[i], token).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }

    /// <summary>The parts of a script that blank lines separate; the longest table first, as in the list of tables.</summary>
    private static List<string> Groups(string name)
    {
        var order = Tables.Select((table, index) => (table.Name, index)).ToDictionary(entry => entry.Name, entry => entry.index);
        return [.. Script(name).Split("\n\n").Skip(1).OrderBy(group => order[group[3..group.IndexOf('\n', StringComparison.Ordinal)]])];
    }

    private static string Script(string name)
    {
        using var stream = typeof(SampleDatabase).Assembly.GetManifestResourceStream($"{typeof(SampleDatabase).Namespace}.{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private sealed class FillProgress(IOperationObserver observer, long total)
    {
        private long _done;

        public void Add(string table, int rows)
        {
            var done = Interlocked.Add(ref _done, rows);
            observer.Progress(new ProgressReport(Activity, string.Create(CultureInfo.InvariantCulture, $"{table} ({100 * done / Math.Max(1, total)} % of the rows)"), 0, 0));
        }
    }
}

using System.Collections.Concurrent;
using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Restore;

/// <summary>Gathers planner statistics: without them the first queries on a restored database take any plan.</summary>
internal sealed class Statistics(IPostgresServer server, string database, string encoding, IOperationObserver observer)
{
    // The largest first, so that no session works alone at the end.
    private const string Tables =
        """
        SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't' AND n.nspname NOT IN ('information_schema', 'pg_toast')
        ORDER BY c.relpages DESC
        """;

    private readonly ConcurrentQueue<string> _failed = new();

    /// <summary>Analyzes every table. One that cannot be is a warning: a foreign table whose server is out of reach keeps no data from serving.</summary>
    public async Task GatherAsync(int jobs, CancellationToken cancellationToken)
    {
        var queue = await ListAsync(cancellationToken).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await AllOrNone.RunAsync(stop, [.. Enumerable.Range(0, Math.Max(1, jobs)).Select(_ => DrainAsync(queue, stop.Token))]).ConfigureAwait(false);
        if (!_failed.IsEmpty) observer.Warning($"no statistics for {string.Join("; ", _failed)}");
    }

    private async Task<ConcurrentQueue<string>> ListAsync(CancellationToken cancellationToken)
    {
        var session = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
            return new ConcurrentQueue<string>((await session.QueryAsync(Tables, cancellationToken).ConfigureAwait(false)).Select(row => row.Get<string>(0)));
    }

    private async Task DrainAsync(ConcurrentQueue<string> queue, CancellationToken cancellationToken)
    {
        // Some errors of a foreign table (a file that is missing) end the connection, so after one comes a new session.
        while (!queue.IsEmpty)
        {
            var session = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false)) await AnalyzeAsync(session, queue, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AnalyzeAsync(IPostgresSession session, ConcurrentQueue<string> queue, CancellationToken cancellationToken)
    {
        while (queue.TryDequeue(out var table))
        {
            try
            {
                await session.ExecuteAsync($"ANALYZE {table}", cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresErrorException error) when (error.Kind != ErrorTable.ServerUnreachable)
            {
                _failed.Enqueue($"{table}: {error.ServerMessage}");
                return;
            }
        }
    }

    private Task<IPostgresSession> OpenAsync(CancellationToken cancellationToken) =>
        server.OpenAsync(new SessionOptions(database)
        {
            // Names in a database without an encoding can be bytes that no other session reads.
            TransparentEncoding = encoding == "SQL_ASCII" ? encoding : null, ApplicationName = "EventLinkDr analyze",
        }, cancellationToken);
}

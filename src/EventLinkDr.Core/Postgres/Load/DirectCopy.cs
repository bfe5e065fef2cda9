using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Postgres.Load;

/// <summary>Sends a COPY block on the session and the thread that read it.</summary>
/// <param name="context">What the parts of the load share.</param>
/// <param name="table">Table the rows are counted for.</param>
/// <param name="sql">The head of the block.</param>
/// <param name="place">Where it stands.</param>
internal sealed class DirectCopy(LoadContext context, QualifiedName table, string sql, DumpPlace place)
{
    /// <summary>Sends the rows.</summary>
    /// <param name="lane">Session to send them on.</param>
    /// <param name="scanner">Stands at the block.</param>
    /// <param name="check">Called when all rows are sent and before they count; what it throws takes them back.</param>
    public void Run(LoadLane lane, DumpScanner scanner, Action? check = null)
    {
        var bytes = 0L;
        try
        {
            using var sink = lane.Session.CopyIn(sql, context.Crew.Stopping);
            while (scanner.ReadCopy() is { IsEmpty: false } chunk)
            {
                sink.Write(chunk);
                bytes += chunk.Length;
                context.Tally.Passed(chunk.Length, table.ToString());
            }

            check?.Invoke();
            sink.Complete();
        }
        catch (PostgresErrorException error)
        {
            throw LoadFailure.Of(error, $"COPY {table}", place);
        }

        context.Tally.Loaded(table, scanner.CopyRows, bytes);
    }
}

using EventLinkDr.Diagnostics;

namespace EventLinkDr.Postgres.Databases;

/// <summary>Commits, and when the answer is lost on the way finds out what became of it.</summary>
internal sealed class CertainCommit(IPostgresServer server, IOperationObserver observer)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="DrException"><c>ServerUnreachable</c> where the outcome stays unknown; else whatever kept it from being committed.</exception>
    public async Task ExecuteAsync(IPostgresSession session, string database)
    {
        var transaction = (await session.QueryAsync("SELECT pg_current_xact_id()::text", CancellationToken.None).ConfigureAwait(false))[0].Get<string>(0);
        try
        {
            // Nobody's token: a commit that is cut off may have happened.
            await session.ExecuteAsync("COMMIT", CancellationToken.None).ConfigureAwait(false);
        }
        catch (DrException error)
        {
            observer.Decision($"the answer to the commit was lost ({error.Message}); asking what became of it");
            if (!await WasCommittedAsync(transaction, database).ConfigureAwait(false)) throw;
        }
    }

    private async Task<bool> WasCommittedAsync(string transaction, string database)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                var session = await server.OpenAsync(new SessionOptions(database), deadline.Token).ConfigureAwait(false);
                await using (session.ConfigureAwait(false))
                {
                    var rows = await session.QueryAsync("SELECT pg_xact_status($1::text::xid8)", deadline.Token, transaction).ConfigureAwait(false);
                    if (rows[0].Text(0) is not "in progress") return rows[0].Text(0) == "committed";
                }

                await Task.Delay(TimeSpan.FromMilliseconds(200), deadline.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (error is OperationCanceledException || (error is DrException lost && lost.Kind == ErrorTable.ServerUnreachable))
            {
                if (deadline.IsCancellationRequested)
                {
                    throw new DrException(ErrorTable.ServerUnreachable, $"the server was lost in the moment of the commit; whether {database} holds the restored content is not known", error)
                    {
                        Remedy = "It holds either all of the old or all of the restored content. Look when the server is back, and restore again if need be.",
                        Subject = database,
                    };
                }

                await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None).ConfigureAwait(false);
            }
        }
    }
}

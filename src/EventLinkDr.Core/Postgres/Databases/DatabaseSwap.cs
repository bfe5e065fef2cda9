using System.Diagnostics;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Postgres.Databases;

/// <summary>
/// Gives a database's name to another one in one transaction. At no moment can a client that asks for the name find a third thing, and
/// a kill leaves either everything as it was or everything done: the old database is never closed to connections.
/// </summary>
internal sealed class DatabaseSwap(IPostgresServer server, IOperationObserver observer)
{
    /// <summary>How long sessions are fought before giving up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <returns>When the old database was empty of sessions and closed to new ones, by the server's clock; null when there was no old one.</returns>
    /// <exception cref="DrException"><c>SwapFailed</c>: nothing was changed. <c>ServerUnreachable</c>: where the outcome is not known, it says so.</exception>
    public async Task<DateTimeOffset?> ExecuteAsync(SwapRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var involved = request.Old is { } old ? new[] { old.Oid, request.New.Oid } : [request.New.Oid];
        var ender = await SessionEnder.StartAsync(server, request.Name, involved, [], cancellationToken).ConfigureAwait(false);
        await using (ender.ConfigureAwait(false))
        {
            for (var started = Stopwatch.GetTimestamp(); ;)
            {
                try
                {
                    return await TryAsync(request, cancellationToken).ConfigureAwait(false);
                }
                catch (PostgresErrorException error) when (IsSessionsFault(error))
                {
                    observer.Decision($"swap of {request.Name} once more: {error.ServerMessage}");
                    if (Stopwatch.GetElapsedTime(started) > Patience) throw await GaveUpAsync(request, involved, ender.Refused, error, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task<DateTimeOffset?> TryAsync(SwapRequest request, CancellationToken cancellationToken)
    {
        var session = await MaintenanceSession.OpenAsync(server, request.Name, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            await session.ExecuteAsync("BEGIN; SET LOCAL lock_timeout = '5s'", cancellationToken).ConfigureAwait(false);
            DateTimeOffset? closed = null;
            if (request.Old is { } old)
            {
                // The server waits 5 s for the sessions in it to end; new ones wait for our lock.
                await RenameAsync(session, old, request.OldBecomes, cancellationToken).ConfigureAwait(false);
                closed = await ClockAsync(session, cancellationToken).ConfigureAwait(false);
                await session.ExecuteAsync(DatabaseDefinition.Comment(request.OldBecomes, request.OldComment), cancellationToken).ConfigureAwait(false);
            }

            await RenameAsync(session, request.New, request.Name, cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync(DatabaseDefinition.Comment(request.Name, request.NewComment), cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            await CommitAsync(session, request).ConfigureAwait(false);
            return closed;
        }
    }

    /// <summary>Renames and then looks, under the lock of the rename, whether it was the database meant.</summary>
    private static async Task RenameAsync(IPostgresSession session, DatabaseIdentity database, string name, CancellationToken cancellationToken)
    {
        try
        {
            await session.ExecuteAsync($"ALTER DATABASE {Sql.Name(database.Name)} RENAME TO {Sql.Name(name)}", cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresErrorException error) when (error.SqlState is "3D000" or "42P04")
        {
            throw new DrException(ErrorTable.SwapFailed, $"{database.Name} cannot be renamed to {name}: {error.ServerMessage}", error) { Subject = database.Name };
        }

        if (!await (database with { Name = name }).HoldsAsync(session, cancellationToken).ConfigureAwait(false))
            throw new DrException(ErrorTable.SwapFailed, $"{database.Name} is not the database any more that it was when this began") { Subject = database.Name };
    }

    private async Task CommitAsync(IPostgresSession session, SwapRequest request)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            // Not the caller's token: a commit that is cut off may have happened.
            await session.ExecuteAsync("COMMIT", deadline.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is DrException or OperationCanceledException)
        {
            observer.Decision($"the answer to the commit of the swap was lost ({error.Message}); looking which database has the name");
            if (!await WasDoneAsync(request).ConfigureAwait(false)) throw;
        }
    }

    private async Task<bool> WasDoneAsync(SwapRequest request)
    {
        for (var started = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                var session = await MaintenanceSession.OpenAsync(server, request.Name, CancellationToken.None).ConfigureAwait(false);
                await using (session.ConfigureAwait(false))
                    return await request.New.CurrentNameAsync(session, CancellationToken.None).ConfigureAwait(false) == request.Name;
            }
            catch (DrException error) when (error.Id == ErrorTable.ServerUnreachable.Id)
            {
                if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(30))
                {
                    throw new DrException(ErrorTable.ServerUnreachable,
                        $"the server was lost in the moment of the swap; whether {request.Name} is the old or the restored database is not known", error)
                    {
                        Remedy = "Both databases are whole. When the server is back, Get-EventLinkRollback lists the old one if it was replaced; if not, restore again.",
                        Subject = request.Name,
                    };
                }

                await Task.Delay(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
            }
        }
    }

    private async Task<DrException> GaveUpAsync(SwapRequest request, IEnumerable<uint> involved, bool refused, PostgresErrorException error,
        CancellationToken cancellationToken)
    {
        var session = await MaintenanceSession.OpenAsync(server, request.Name, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var sessions = await SessionEnder.DescribeAsync(session, involved, cancellationToken).ConfigureAwait(false);
            return new DrException(ErrorTable.SwapFailed, $"{request.Name} was in use all the time", error)
            {
                Found = sessions,
                Subject = request.Name,
                Remedy = refused ? "End the sessions that the user may not end, or grant it pg_signal_backend." : ErrorTable.SwapFailed.Remedy,
            };
        }
    }

    private static async Task<DateTimeOffset> ClockAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync("SELECT clock_timestamp()", cancellationToken).ConfigureAwait(false);
        return new DateTimeOffset(rows[0].Get<DateTime>(0), TimeSpan.Zero);
    }

    // In use, lock time-out, deadlock.
    private static bool IsSessionsFault(PostgresErrorException error) => error.SqlState is "55006" or "55P03" or "40P01";
}

using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Operations.Restore;

/// <summary>
/// Swaps and starts the services. A failure between the two swaps back; once a service was started nothing is swapped back by itself,
/// because what it has accepted since would be lost.
/// </summary>
internal sealed class GuardedSwap(IPostgresServer server, RunLock held, ServicePause pause, IOperationObserver observer)
{
    /// <param name="request">The swap.</param>
    /// <param name="formerComment">The comment that the new one has now; it comes back with its name.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>When the old database stopped accepting writes; null when there was none.</returns>
    public async Task<DateTimeOffset?> ExecuteAsync(SwapRequest request, string? formerComment, CancellationToken cancellationToken)
    {
        DateTimeOffset? stopped;
        using (observer.Phase("swap"))
        {
            await held.EnsureHeldAsync(cancellationToken).ConfigureAwait(false);
            stopped = await new DatabaseSwap(server, observer).ExecuteAsync(request, cancellationToken).ConfigureAwait(false);
        }

        if (!pause.AnyStopped) return stopped;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await pause.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!pause.StartBegan)
        {
            await SwapBackAsync(request, formerComment).ConfigureAwait(false);
            throw;
        }
        catch (Exception error) when (error is DrException or OperationCanceledException)
        {
            throw Served(request, error);
        }

        return stopped;
    }

    private async Task SwapBackAsync(SwapRequest request, string? formerComment)
    {
        var serving = request.New with { Name = request.Name };
        var back = request.Old is { } old
            ? new SwapRequest
            {
                Name = request.Name, Old = serving, OldBecomes = request.New.Name, OldComment = formerComment,
                New = old with { Name = request.OldBecomes }, NewComment = DatabaseMark.Parse(request.OldComment)?.Comment,
            }
            : new SwapRequest { Name = request.New.Name, New = serving, NewComment = formerComment, OldBecomes = "" };
        try
        {
            using (observer.Phase("swap back"))
                await new DatabaseSwap(server, observer).ExecuteAsync(back, CancellationToken.None).ConfigureAwait(false);
            observer.Milestone(request.Old is null ? $"took the name {request.Name} back" : $"the old database serves as {request.Name} again");
        }
        catch (DrException error)
        {
            observer.Warning($"the swap of {request.Name} could not be taken back: {error.Message} Undo-EventLinkRestore does it.");
        }
    }

    private static DrException Served(SwapRequest request, Exception error)
    {
        var kind = error is DrException known ? known.Kind : ErrorTable.Cancelled;
        return new DrException(kind, $"{request.Name} was replaced and proven, but then: {error.Message.TrimEnd('.')}", error)
        {
            Remedy = request.Old is null
                ? "The new database serves; find out what keeps the services from starting."
                : $"The new database serves and may hold new data, so nothing was swapped back. To go back to {request.OldBecomes}: Undo-EventLinkRestore.",
            Subject = request.Name,
        };
    }
}

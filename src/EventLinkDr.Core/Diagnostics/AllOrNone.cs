using System.Runtime.ExceptionServices;

namespace EventLinkDr.Diagnostics;

/// <summary>Waits for work that only makes sense whole: the first failure stops the rest, and is the one thrown.</summary>
internal static class AllOrNone
{
    /// <param name="stop">Cancelled at the first failure; every task must end by it.</param>
    /// <param name="tasks">The work, already under way.</param>
    public static async Task RunAsync(CancellationTokenSource stop, IReadOnlyList<Task> tasks)
    {
        var waiting = tasks.ToList();
        Exception? first = null;
        while (waiting.Count > 0)
        {
            var ended = await Task.WhenAny(waiting).ConfigureAwait(false);
            waiting.Remove(ended);
            if (ended.IsCompletedSuccessfully) continue;
            var failure = ended.Exception?.GetBaseException();
            // A cancellation that follows from the first failure says nothing.
            if (failure is not null && (first is null or OperationCanceledException)) first = failure;
            first ??= new OperationCanceledException(stop.Token);
            await stop.CancelAsync().ConfigureAwait(false);
        }

        if (first is not null) ExceptionDispatchInfo.Throw(first);
    }
}

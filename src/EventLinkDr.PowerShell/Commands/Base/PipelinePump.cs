using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>
/// Lets work run on the thread pool while everything it says to PowerShell is said on the pipeline's thread, as PowerShell demands.
/// </summary>
internal sealed class PipelinePump : IDisposable
{
    private readonly BlockingCollection<Message> _queue = [];

    /// <summary>
    /// Runs the worker and carries its messages out until it ends. When a message throws (the pipeline was stopped downstream, which never calls
    /// StopProcessing), the worker is cancelled, waited for without writing, and the exception goes on.
    /// </summary>
    /// <returns>The worker's own failure; null when it ended well.</returns>
    public Exception? Run(Func<Task> worker, Action cancel)
    {
        var task = Task.Run(worker);
        // Attached before the loop and run in place, so that the loop ends however the worker does.
        _ = task.ContinueWith(_ => _queue.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        ExceptionDispatchInfo? broken = null;
        foreach (var message in _queue.GetConsumingEnumerable())
        {
            if (broken is not null)
            {
                message.Abandon();
                continue;
            }

            try
            {
                message.Deliver();
            }
            catch (Exception error)
            {
                broken = ExceptionDispatchInfo.Capture(error);
                // Cancelled first, so that the worker finds its token set when its question comes back without an answer.
                cancel();
                message.Abandon();
            }
        }

        broken?.Throw();
        return task.IsCanceled ? new OperationCanceledException() : task.Exception?.InnerException;
    }

    /// <summary>Says something without waiting; dropped when nobody listens any more. From any thread.</summary>
    public void Post(Action action) => Add(new Message(action));

    /// <summary>Asks something and waits for the answer, so that work never runs ahead of the pipeline. A <see cref="DrException"/> comes back here.</summary>
    /// <exception cref="OperationCanceledException">The pipeline is gone.</exception>
    public async Task<T> AskAsync<T>(Func<T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new Message(() => Answer(question, answer), () => answer.TrySetCanceled());
        if (!Add(message)) message.Abandon();
        return await answer.Task.ConfigureAwait(false);
    }

    public void Dispose() => _queue.Dispose();

    private static void Answer<T>(Func<T> question, TaskCompletionSource<T> answer)
    {
        try
        {
            answer.TrySetResult(question());
        }
        catch (DrException error)
        {
            answer.TrySetException(error);
        }
    }

    private bool Add(Message message)
    {
        try
        {
            _queue.Add(message);
            return true;
        }
        catch (InvalidOperationException)
        {
            // Said after the end (a stray callback); ObjectDisposedException is one of these.
            return false;
        }
    }

    private sealed class Message(Action deliver, Action? abandon = null)
    {
        public void Deliver() => deliver();

        public void Abandon() => abandon?.Invoke();
    }
}

using System.Management.Automation;
using System.Runtime.ExceptionServices;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Notices;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Errors;

namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>A cmdlet whose work runs on the thread pool, stops when the pipeline does, and fails with our errors only.</summary>
public abstract class AsyncDrCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private PipelinePump? _pump;
    private NoticeBook? _notices;

    /// <summary>Takes what the operation tells.</summary>
    private protected IOperationObserver Observer { get; private set; } = NullObserver.Instance;

    /// <summary>What the work of this record is about, for an error that does not know it.</summary>
    private protected virtual object? Item => null;

    /// <summary>Whom to tell how it ended, and when; null where the command tells nobody.</summary>
    private protected virtual (string? Uri, NoticeOccasion On)? Notice => null;

    /// <summary>What is wrong with the command line beyond the rules of its parameters; null for nothing.</summary>
    private protected virtual DrException? Objection => null;

    /// <summary>Ends the work; a front end of Ctrl+C.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads parameters and what else only the pipeline's thread may touch, before any work.</summary>
    private protected virtual void Bind() { }

    /// <summary>The work of one record.</summary>
    private protected virtual Task ProcessAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The work after the last record.</summary>
    private protected virtual Task EndAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        // Before the first item: what makes no sense for one makes none for the others.
        if ((ParameterRules.BrokenBy(this) ?? Objection) is { } error) Run(_ => Task.FromException(error), ofRecord: false);
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Run(ProcessAsync, ofRecord: true);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Run(EndAsync, ofRecord: false);

    /// <inheritdoc/>
    protected sealed override void StopProcessing()
    {
        try
        {
            Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The work had ended.
        }
    }

    // What waits for the token goes on elsewhere: this thread is PowerShell's, and PowerShell may be waiting for the work.
    private void Cancel() => _ = _stop.CancelAsync();

    /// <summary>Writes an object and returns when the commands after this one have taken it.</summary>
    private protected Task WriteAsync(object result)
    {
        Report(result);
        return SayAsync(() => WriteObject(result));
    }

    /// <summary>Has a result told to whom it may concern, without writing it.</summary>
    private protected void Report(object result) => _notices?.Add(result);

    /// <summary>Reports a failure of one item; the pipeline goes on.</summary>
    private protected Task WriteErrorAsync(DrException error, object? item)
    {
        _notices?.Add(error);
        return SayAsync(() => WriteError(DrErrorRecord.From(error, item)));
    }

    /// <summary>Runs something on the pipeline's thread and returns its answer.</summary>
    private protected Task<T> AskAsync<T>(Func<T> question) => _pump!.AskAsync(question);

    /// <summary>Releases what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) _stop.Dispose();
    }

    private Task<bool> SayAsync(Action action) => AskAsync(() =>
    {
        action();
        return true;
    });

    private void Run(Func<CancellationToken, Task> work, bool ofRecord)
    {
        DrException? failure = null;
        try
        {
            if (_notices is null && Notice is { } notice) _notices = CommandNotices.Open(this, notice.Uri, notice.On);
            if (ofRecord) Bind();
            RunPumped(work);
        }
        catch (DrException error)
        {
            failure = error;
            _notices?.Add(error);
        }

        // Items that come down a pipeline fail one by one; a command that was told what to do fails as a whole.
        var goesOn = ofRecord && (failure is null || MyInvocation.ExpectingInput);
        if (!goesOn && _notices is { } notices) RunPumped(token => notices.TellAsync(Observer, token));
        if (failure is null) return;
        var record = DrErrorRecord.From(failure, Item);
        if (goesOn) WriteError(record);
        else ThrowTerminatingError(record);
    }

    private void RunPumped(Func<CancellationToken, Task> work)
    {
        using var pump = _pump = new PipelinePump();
        var bars = new ProgressBars(MyInvocation.MyCommand.Name, TimeProvider.System);
        Observer = new CmdletObserver(pump, this, bars);
        Exception? failure;
        using var end = new HostEnd(Cancel);
        try
        {
            failure = pump.Run(() => work(_stop.Token), Cancel);
        }
        finally
        {
            Observer = NullObserver.Instance;
            bars.TakeAway(this);
        }

        switch (failure)
        {
            case null: return;
            // A deadline is cancelled work too, but not ours: it must not vanish.
            case OperationCanceledException or DrException { Id: nameof(ErrorTable.Cancelled) } when _stop.IsCancellationRequested:
                throw new PipelineStoppedException();
            case DrException:
                ExceptionDispatchInfo.Throw(failure);
                return;
            default: throw DrErrorRecord.Unforeseen(failure);
        }
    }
}

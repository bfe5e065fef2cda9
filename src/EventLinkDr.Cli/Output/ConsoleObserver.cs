using EventLinkDr.Diagnostics;

namespace EventLinkDr.Cli.Output;

/// <summary>Tells a person what an operation does: one line of progress where there is a screen, the rest as lines of their own.</summary>
internal sealed class ConsoleObserver(Terminal terminal, Verbosity verbosity, TimeProvider clock) : IOperationObserver, IDisposable
{
    private readonly ProgressLine? _progress = terminal.ShowsProgress && verbosity != Verbosity.Quiet ? new ProgressLine(terminal, clock) : null;
    private readonly object _gate = new();

    public IDisposable Phase(string name)
    {
        lock (_gate) _progress?.Begin(name);
        return new Running(this, name, clock.GetTimestamp());
    }

    public void Progress(in ProgressReport progress)
    {
        if (_progress is null) return;
        lock (_gate) _progress.Move(progress);
    }

    public void Decision(string message)
    {
        if (verbosity == Verbosity.Verbose) Line(message);
    }

    public void Milestone(string message)
    {
        if (verbosity != Verbosity.Quiet) Line(message);
    }

    public void Warning(string message) => Line("warning: " + CommandLineWords.Of(message));

    /// <summary>Takes the line of progress away.</summary>
    public void Dispose()
    {
        lock (_gate) _progress?.Clear();
    }

    private void Line(string text)
    {
        lock (_gate)
        {
            _progress?.Clear();
            terminal.Error.WriteLine(text);
        }
    }

    private sealed class Running(ConsoleObserver observer, string name, long start) : IDisposable
    {
        public void Dispose()
        {
            lock (observer._gate) observer._progress?.End(name);
            if (observer.IsVerbose) observer.Line($"{name}: {Readable.Duration(observer.Elapsed(start))}");
        }
    }

    private bool IsVerbose => verbosity == Verbosity.Verbose;

    private TimeSpan Elapsed(long start) => clock.GetElapsedTime(start);
}

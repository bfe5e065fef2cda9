using System.Diagnostics;

namespace EventLinkDr.Diagnostics;

/// <summary>Times the phases of an operation and passes everything on to the caller's observer.</summary>
internal sealed class PhaseClock(IOperationObserver inner) : IOperationObserver
{
    private readonly List<PhaseDuration> _phases = [];

    public IReadOnlyList<PhaseDuration> Durations
    {
        get { lock (_phases) return _phases.ToArray(); }
    }

    public IDisposable Phase(string name) => new Running(this, name, inner.Phase(name));

    public void Progress(in ProgressReport progress) => inner.Progress(progress);

    public void Decision(string message) => inner.Decision(message);

    public void Milestone(string message) => inner.Milestone(message);

    public void Warning(string message) => inner.Warning(message);

    private sealed class Running(PhaseClock clock, string name, IDisposable outer) : IDisposable
    {
        private readonly long _start = Stopwatch.GetTimestamp();

        public void Dispose()
        {
            lock (clock._phases) clock._phases.Add(new PhaseDuration(name, Stopwatch.GetElapsedTime(_start)));
            outer.Dispose();
        }
    }
}

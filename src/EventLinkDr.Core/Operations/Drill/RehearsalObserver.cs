using EventLinkDr.Diagnostics;

namespace EventLinkDr.Operations.Drill;

/// <summary>
/// Passes on what a rehearsed recovery tells. What it would tell an operator about a real one (that it is complete, how to go on with it) is said as
/// a decision: there is nothing to go on with.
/// </summary>
internal sealed class RehearsalObserver(IOperationObserver inner) : IOperationObserver
{
    public IDisposable Phase(string name) => inner.Phase(name);

    public void Progress(in ProgressReport progress) => inner.Progress(progress);

    public void Decision(string message) => inner.Decision(message);

    public void Milestone(string message) => inner.Decision(message);

    public void Warning(string message) => inner.Decision(message);
}

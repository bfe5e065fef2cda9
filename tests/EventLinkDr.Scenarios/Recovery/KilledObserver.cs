using EventLinkDr.Diagnostics;

namespace EventLinkDr.Scenarios.Recovery;

/// <summary>Ends the work at the first word of a kind, as a kill would: nothing marks the step as failed.</summary>
internal sealed class KilledObserver(Func<string, bool> when) : IOperationObserver
{
    public IDisposable Phase(string name)
    {
        Hear("phase: " + name);
        return NullObserver.Instance.Phase(name);
    }

    public void Progress(in ProgressReport progress) { }

    public void Decision(string message) => Hear("decision: " + message);

    public void Milestone(string message) => Hear("milestone: " + message);

    public void Warning(string message) => Hear("warning: " + message);

    private void Hear(string word)
    {
        if (when(word)) throw new KilledException();
    }

    public sealed class KilledException : Exception;
}

using System.Collections.Concurrent;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.TestKit;

/// <summary>Keeps everything an operation tells.</summary>
public sealed class RecordingObserver : IOperationObserver
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>Called at the begin of every phase; a test may throw or kill from here.</summary>
    public Action<string>? OnPhase { get; init; }

    public IReadOnlyList<string> Lines => [.. _lines];

    public IReadOnlyList<string> Warnings => [.. _lines.Where(line => line.StartsWith("warning: ", StringComparison.Ordinal))];

    public IDisposable Phase(string name)
    {
        _lines.Enqueue("phase: " + name);
        OnPhase?.Invoke(name);
        return new End();
    }

    public void Progress(in ProgressReport progress) { }

    public void Decision(string message) => _lines.Enqueue("decision: " + message);

    public void Milestone(string message) => _lines.Enqueue("milestone: " + message);

    public void Warning(string message) => _lines.Enqueue("warning: " + message);

    private sealed class End : IDisposable
    {
        public void Dispose() { }
    }
}

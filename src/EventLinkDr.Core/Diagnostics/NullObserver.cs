namespace EventLinkDr.Diagnostics;

/// <summary>Listens to nothing.</summary>
public sealed class NullObserver : IOperationObserver, IDisposable
{
    /// <summary>The one instance.</summary>
    public static NullObserver Instance { get; } = new();

    private NullObserver() { }

    /// <inheritdoc/>
    public IDisposable Phase(string name) => this;

    /// <inheritdoc/>
    public void Progress(in ProgressReport progress) { }

    /// <inheritdoc/>
    public void Decision(string message) { }

    /// <inheritdoc/>
    public void Milestone(string message) { }

    /// <inheritdoc/>
    public void Warning(string message) { }

    /// <summary>Ends a phase: nothing to do.</summary>
    public void Dispose() { }
}

namespace EventLinkDr.Diagnostics;

/// <summary>
/// What an operation tells while it works. Front ends turn it into progress, verbose and warning output.
/// Called from any thread; must return at once and never throw.
/// </summary>
public interface IOperationObserver
{
    /// <summary>A phase begins; dispose the result when it ends. Phases nest.</summary>
    /// <param name="name">Short name for a person: "load tables".</param>
    IDisposable Phase(string name);

    /// <summary>How far the current work is; reported as often as it likes, thinned by the front end.</summary>
    void Progress(in ProgressReport progress);

    /// <summary>A decision taken, with its values (verbose).</summary>
    void Decision(string message);

    /// <summary>A milestone (information).</summary>
    void Milestone(string message);

    /// <summary>The result stands, but somebody should act.</summary>
    void Warning(string message);
}

using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Operations.Journal;

/// <summary>
/// Remembers how far a run of many steps has come, in a file that is replaced as a whole: after a kill at any moment a later command knows what
/// was begun and what was done. A finished journal stays until the next run of the same thing replaces it.
/// </summary>
/// <typeparam name="TFacts">What the steps have to remember; written as JSON.</typeparam>
internal sealed class RunJournal<TFacts> where TFacts : class
{
    private readonly StateFile<JournalContent<TFacts>> _file;
    private readonly IOperationObserver _observer;

    private RunJournal(StateFile<JournalContent<TFacts>> file, JournalContent<TFacts> content, IOperationObserver observer)
    {
        _file = file;
        _observer = observer;
        Content = content;
    }

    public string Path => _file.Path;

    /// <summary>What it says now.</summary>
    public JournalContent<TFacts> Content { get; private set; }

    public TFacts Facts => Content.Facts;

    /// <summary>Path of a journal in the state directory.</summary>
    public static string PathOf(string name) => StateFile<JournalContent<TFacts>>.Named(name).Path;

    /// <summary>What a journal says, ended or not; null when there is none.</summary>
    /// <exception cref="DrException"><c>StateUnreadable</c>.</exception>
    public static JournalContent<TFacts>? Read(string path) => new StateFile<JournalContent<TFacts>>(path).Read();

    /// <summary>The journal of a run that has not ended; null when there is none.</summary>
    /// <exception cref="DrException"><c>StateUnreadable</c>.</exception>
    public static RunJournal<TFacts>? FindUnfinished(string path, IOperationObserver observer)
    {
        var file = new StateFile<JournalContent<TFacts>>(path);
        return file.Read() is { Ended: null } content ? new RunJournal<TFacts>(file, content, observer) : null;
    }

    /// <summary>Begins a run; what is at the path is replaced.</summary>
    /// <exception cref="DrException"><c>StateUnreadable</c>: it cannot be written, so the run must not begin.</exception>
    public static RunJournal<TFacts> Begin(string path, string operation, string subject, TFacts facts, IOperationObserver observer)
    {
        var content = new JournalContent<TFacts>(Guid.NewGuid(), operation, subject, ToolVersion.Current, Environment.MachineName, DateTimeOffset.UtcNow, facts);
        var journal = new RunJournal<TFacts>(new StateFile<JournalContent<TFacts>>(path), content, observer);
        journal.Write(content);
        return journal;
    }

    /// <summary>Does a step: its begin is on disk before it, its end after it. Whether a step that has ended is done again is the caller's decision.</summary>
    public async Task StepAsync(string name, Func<Task> work)
    {
        using (_observer.Phase(name))
        {
            Write(Content with { Steps = [.. Content.Steps.Where(step => step.Name != name), new JournalStep(name, DateTimeOffset.UtcNow, null)] });
            await work().ConfigureAwait(false);
            Write(Content with { Steps = [.. Content.Steps.Select(step => step.Name == name ? step with { Ended = DateTimeOffset.UtcNow } : step)] });
        }
    }

    /// <summary>Remembers something; call it before doing what must be undone after a kill.</summary>
    public void Remember(Func<TFacts, TFacts> change) => Write(Content with { Facts = change(Content.Facts) });

    /// <summary>The run is over.</summary>
    public void End(string outcome) => Write(Content with { Ended = DateTimeOffset.UtcNow, Outcome = outcome });

    private void Write(JournalContent<TFacts> content)
    {
        _file.Write(content);
        Content = content;
    }
}

using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Operations.Journal;

/// <summary>
/// Remembers how far a run of many steps has come, in a content that is replaced as a whole: after a kill at any moment a later command knows what
/// was begun and what was done. A finished journal stays until the next run of the same thing replaces it.
/// </summary>
/// <typeparam name="TFacts">What the steps have to remember; written as JSON.</typeparam>
internal sealed class RunJournal<TFacts> : IAsyncDisposable where TFacts : class
{
    private readonly IJournalPlace<JournalContent<TFacts>> _place;
    private readonly IOperationObserver _observer;

    private RunJournal(IJournalPlace<JournalContent<TFacts>> place, string path, JournalContent<TFacts> content, IOperationObserver observer)
    {
        _place = place;
        _observer = observer;
        Path = path;
        Content = content;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>What it says now.</summary>
    public JournalContent<TFacts> Content { get; private set; }

    public TFacts Facts => Content.Facts;

    /// <summary>What a journal says, ended or not; null when there is none.</summary>
    /// <exception cref="DrException"><c>StateUnreadable</c>, <c>StoreUnavailable</c>.</exception>
    public static async Task<JournalContent<TFacts>?> ReadAsync(JournalLocation location, IStoreOpener? stores, CancellationToken cancellationToken)
    {
        var place = location.Open<JournalContent<TFacts>>(stores);
        await using (place.ConfigureAwait(false)) return await place.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The journal of a run that has not ended; null when there is none.</summary>
    /// <exception cref="DrException"><c>StateUnreadable</c>, <c>StoreUnavailable</c>.</exception>
    public static async Task<RunJournal<TFacts>?> FindUnfinishedAsync(JournalLocation location, IStoreOpener? stores, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var place = location.Open<JournalContent<TFacts>>(stores);
        try
        {
            if (await place.ReadAsync(cancellationToken).ConfigureAwait(false) is { Ended: null } content) return new RunJournal<TFacts>(place, location.Path, content, observer);
        }
        catch
        {
            await place.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        await place.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    /// <summary>Begins a run; what is at the location is replaced.</summary>
    /// <exception cref="DrException"><c>StateUnreadable</c>, <c>StoreUnavailable</c>: it cannot be written, so the run must not begin.</exception>
    public static async Task<RunJournal<TFacts>> BeginAsync(JournalLocation location, IStoreOpener? stores, string operation, string subject, TFacts facts, IOperationObserver observer)
    {
        var content = new JournalContent<TFacts>(Guid.NewGuid(), operation, subject, ToolVersion.Current, Environment.MachineName, DateTimeOffset.UtcNow, facts);
        var journal = new RunJournal<TFacts>(location.Open<JournalContent<TFacts>>(stores), location.Path, content, observer);
        try
        {
            await journal.WriteAsync(content).ConfigureAwait(false);
            return journal;
        }
        catch
        {
            await journal.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Does a step: its begin is written down before it, its end after it. Whether a step that has ended is done again is the caller's decision.</summary>
    public async Task StepAsync(string name, Func<Task> work)
    {
        using (_observer.Phase(name))
        {
            await WriteAsync(Content with { Steps = [.. Content.Steps.Where(step => step.Name != name), new JournalStep(name, DateTimeOffset.UtcNow, null)] }).ConfigureAwait(false);
            await work().ConfigureAwait(false);
            await WriteAsync(Content with { Steps = [.. Content.Steps.Select(step => step.Name == name ? step with { Ended = DateTimeOffset.UtcNow } : step)] }).ConfigureAwait(false);
        }
    }

    /// <summary>Remembers something; call it before doing what must be undone after a kill. Cannot be stopped.</summary>
    public Task RememberAsync(Func<TFacts, TFacts> change) => WriteAsync(Content with { Facts = change(Content.Facts) });

    /// <summary>The run is over.</summary>
    public Task EndAsync(string outcome) => WriteAsync(Content with { Ended = DateTimeOffset.UtcNow, Outcome = outcome });

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    private async Task WriteAsync(JournalContent<TFacts> content)
    {
        await _place.WriteAsync(content, last: content.Ended is not null).ConfigureAwait(false);
        Content = content;
    }
}

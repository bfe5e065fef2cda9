using EventLinkDr.Diagnostics;

namespace EventLinkDr.PowerShell.Completion;

/// <summary>Offers ids of errors; the tip says what each means.</summary>
public sealed class ErrorIdCompleter : BoundedCompleter
{
    private protected override Task<IEnumerable<CompletionItem>> FindAsync(CompletionContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ErrorTable.All.Where(kind => context.Fits(kind.Id)).Select(kind => new CompletionItem(kind.Id, kind.Id, kind.Meaning)));
}

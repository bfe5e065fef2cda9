using EventLinkDr.Storage;

namespace EventLinkDr.PowerShell.Completion;

/// <summary>Offers backups by their names: those of the directory given with <c>-Path</c>, or of <c>./backups</c>.</summary>
public sealed class BackupNameCompleter : BoundedCompleter
{
    private protected override async Task<IEnumerable<CompletionItem>> FindAsync(CompletionContext context, CancellationToken cancellationToken)
    {
        var directory = context.Bound<string>("LiteralPath") ?? context.Bound<string>("Path") ?? BackupPlace.DefaultDirectory;
        var sets = await BackupListing.ReadAsync(context.FullPath(directory), cancellationToken).ConfigureAwait(false);
        return sets.Where(set => context.Fits(set.Name)).Select(set => new CompletionItem(set.Name, set.Name, BackupListing.Tip(set)));
    }
}

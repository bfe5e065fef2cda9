using EventLinkDr.Storage;

namespace EventLinkDr.PowerShell.Completion;

/// <summary>Offers backups by their paths: those of the directory that is typed, or of <c>./backups</c>.</summary>
public sealed class BackupPathCompleter : BoundedCompleter
{
    private protected override async Task<IEnumerable<CompletionItem>> FindAsync(CompletionContext context, CancellationToken cancellationToken)
    {
        var typed = context.Word[..(context.Word.LastIndexOfAny(['/', '\\']) + 1)];
        var prefix = typed.Length > 0 ? typed : $".{Path.DirectorySeparatorChar}{BackupPlace.DefaultDirectory}{Path.DirectorySeparatorChar}";
        var sets = await BackupListing.ReadAsync(context.FullPath(prefix), cancellationToken).ConfigureAwait(false);
        return sets.Where(set => context.Fits(typed + set.Name)).Select(set => new CompletionItem(prefix + set.Name, set.Name, BackupListing.Tip(set)));
    }
}

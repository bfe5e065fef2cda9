using EventLinkDr.Storage;

namespace EventLinkDr.PowerShell.Completion;

/// <summary>Offers backups by their paths, those of the directory that is typed or of <c>./backups</c>, and the directories that lead further.</summary>
public sealed class BackupPathCompleter : BoundedCompleter
{
    private protected override async Task<IEnumerable<CompletionItem>> FindAsync(CompletionContext context, CancellationToken cancellationToken)
    {
        var typed = context.Word[..(context.Word.LastIndexOfAny(['/', '\\']) + 1)];
        var prefix = typed.Length > 0 ? typed : $".{Path.DirectorySeparatorChar}{BackupPlace.DefaultDirectory}{Path.DirectorySeparatorChar}";
        var sets = await BackupListing.ReadAsync(context.FullPath(prefix), cancellationToken).ConfigureAwait(false);
        return sets.Where(set => context.Fits(typed + set.Name)).Select(set => new CompletionItem(prefix + set.Name, set.Name, BackupListing.Tip(set))).Concat(Directories(context, typed));
    }

    private static IEnumerable<CompletionItem> Directories(CompletionContext context, string typed)
    {
        if (BackupLocation.IsAddress(context.Word)) return [];
        var at = new DirectoryInfo(context.FullPath(typed.Length > 0 ? typed : "."));
        if (!at.Exists) return [];
        var before = typed.Length > 0 ? typed : $".{Path.DirectorySeparatorChar}";
        return at.EnumerateDirectories().Where(directory => (directory.Attributes & FileAttributes.Hidden) == 0 && context.Fits(typed + directory.Name))
            .OrderBy(directory => directory.Name, StringComparer.Ordinal).Select(directory => new CompletionItem(before + directory.Name, directory.Name, "directory"));
    }
}

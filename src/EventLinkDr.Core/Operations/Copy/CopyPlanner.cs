using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Copy;

/// <summary>Decides what is done about each backup.</summary>
internal static class CopyPlanner
{
    /// <summary>The backups that are meant, oldest first.</summary>
    /// <exception cref="DrException"><c>BackupNotFound</c>, <c>BackupIncomplete</c>, <c>BackupCorrupt</c>, <c>OptionsInvalid</c>.</exception>
    public static IReadOnlyList<BackupSet> Choose(CopyOptions options, string source, string destination, IReadOnlyList<BackupSet> backups)
    {
        if (options.RetainUntil is not null && options.RetainFor is not null)
            throw new DrException(ErrorTable.OptionsInvalid, "a date to keep the copies until and a number of days exclude each other");
        if (options.RetainUntil is { } until && until <= DateTimeOffset.UtcNow)
            throw new DrException(ErrorTable.OptionsInvalid, $"the date to keep the copies until has passed: {until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
        if (source == destination) throw new DrException(ErrorTable.OptionsInvalid, $"{source} is source and destination of the copy") { Remedy = "Give another place to copy to." };
        return [.. Choose(options, source, backups).OrderBy(set => set.Time).ThenBy(set => set.Name, StringComparer.Ordinal)];
    }

    /// <summary>Decides about each, by what is at the destination.</summary>
    public static CopyPlan Plan(CopyOptions options, string source, string destination, IReadOnlyList<BackupSet> chosen, IReadOnlyList<BackupSet> there)
    {
        var present = there.ToLookup(set => ManifestSerializer.BaseName(set.Name), StringComparer.Ordinal);
        return new CopyPlan(options, source, destination, [.. chosen.Select(set => Decide(options, set, present[ManifestSerializer.BaseName(set.Name)]))]);
    }

    private static IEnumerable<BackupSet> Choose(CopyOptions options, string source, IReadOnlyList<BackupSet> backups)
    {
        // A name is asked for, a pattern only describes: what is named must be there, and be whole.
        foreach (var name in options.Names.Where(name => !NamePattern.IsPattern(name)))
        {
            var named = backups.FirstOrDefault(set => set.Name == name)
                ?? throw new DrException(ErrorTable.BackupNotFound, $"there is no {name} in {source}") { Subject = name };
            if (named.State == BackupState.Complete) continue;
            throw new DrException(named.State == BackupState.Damaged ? ErrorTable.BackupCorrupt : ErrorTable.BackupIncomplete, $"{name} is no complete backup of ours, and only those are copied")
            {
                Found = named.Detail, Subject = named,
            };
        }

        var complete = backups.Where(set => set.State == BackupState.Complete && NamePattern.Fits(set.Name, options.Names));
        if (!options.Newest) return complete;
        return [complete.MaxBy(set => set.Time) ?? throw new DrException(ErrorTable.BackupNotFound, $"there is no complete backup in {source}") { Subject = source }];
    }

    private static CopyItem Decide(CopyOptions options, BackupSet set, IEnumerable<BackupSet> present)
    {
        var name = options.Encryption is { FileExtension: var ending } && !set.Encrypted ? set.Name + ending : set.Name;
        var existing = present.OrderBy(found => found.Name == name ? 0 : 1).FirstOrDefault();
        var action = existing switch
        {
            null => CopyAction.Copy,
            { State: BackupState.Complete } => IsSame(options, set, existing) ? CopyAction.Skip : CopyAction.Refuse,
            // Data that never got its manifest, a manifest whose data has gone, a copy whose length is wrong.
            { State: BackupState.Incomplete } => CopyAction.Replace,
            { State: BackupState.Damaged } when existing.Id == set.Id => CopyAction.Replace,
            _ => CopyAction.Refuse,
        };
        return new CopyItem(set, name, action, existing);
    }

    /// <summary>What is encrypted anew has other bytes each time, but the id of its backup.</summary>
    private static bool IsSame(CopyOptions options, BackupSet set, BackupSet existing) =>
        existing.Id == set.Id && (options.Encryption is null ? existing.FileSha256 == set.FileSha256 : existing.Encrypted);
}

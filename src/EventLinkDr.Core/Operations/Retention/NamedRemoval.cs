using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Retention;

/// <summary>Decides whether backups that somebody named may go.</summary>
internal static class NamedRemoval
{
    /// <param name="backups">Everything in the store.</param>
    /// <param name="names">Names of data files or manifests, with wildcards.</param>
    /// <param name="includeIncomplete">Whether what is no complete backup may go.</param>
    /// <param name="location">The store, for messages.</param>
    /// <exception cref="DrException"><c>BackupNotFound</c>, <c>BackupPinned</c>, <c>RemovalRefused</c>, <c>RetentionLeavesNothing</c>.</exception>
    public static IReadOnlyList<RetentionDecision> Plan(IReadOnlyCollection<BackupSet> backups, IReadOnlyList<string> names, bool includeIncomplete, string location)
    {
        if (names.Count == 0) throw new DrException(ErrorTable.RetentionPolicyEmpty, "neither a policy nor a backup is named");
        foreach (var name in names)
            if (!backups.Any(set => Fits(set, name))) throw new DrException(ErrorTable.BackupNotFound, $"there is no {name} in {location}") { Subject = name };
        var chosen = backups.Where(set => names.Any(name => Fits(set, name))).ToList();
        if (chosen.Find(set => set.Pinned) is { } pinned) throw new DrException(ErrorTable.BackupPinned, $"{pinned.Name} is pinned") { Subject = pinned };
        if (!includeIncomplete && chosen.Find(set => set.State != BackupState.Complete) is { } other)
            throw new DrException(ErrorTable.RemovalRefused, $"{other.Name} is {other.State.ToString().ToLowerInvariant()}") { Subject = other };
        var going = chosen.ToHashSet<BackupSet>(ReferenceEqualityComparer.Instance);
        foreach (var group in backups.Where(set => set.State == BackupState.Complete).GroupBy(set => set.Database))
            if (group.All(going.Contains)) throw Last(group.Key, chosen.Find(set => set.Database == group.Key)!, location);
        return chosen.OrderByDescending(set => set.Time).ThenByDescending(set => set.Name, StringComparer.Ordinal)
            .Select(set => new RetentionDecision(set, RetentionVerdict.Expire, "named")).ToArray();
    }

    private static bool Fits(BackupSet set, string name) => NamePattern.Fits(set.Name, [name]) || ManifestSerializer.NameFor(set.Name) == name;

    private static DrException Last(string? database, BackupSet backup, string location) =>
        new(ErrorTable.RetentionLeavesNothing, $"no complete backup of {database ?? "its database"} would be left in {location}")
        {
            Subject = backup, Remedy = "Make a new backup first. The files of a database that is given up are removed with the tools of the store.",
        };
}

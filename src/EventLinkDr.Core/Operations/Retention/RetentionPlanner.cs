using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Retention;

/// <summary>
/// Gives each backup its verdict. Backups of different databases and of different servers are counted apart. Whatever the policy, the newest
/// complete one of each stays, and so does the newest that passed a restore.
/// </summary>
internal static class RetentionPlanner
{
    /// <summary>How far two clocks may differ before a backup is said to come from the future.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);

    /// <summary>What was written since is left alone, for somebody may be writing it.</summary>
    public static readonly TimeSpan SettlingTime = TimeSpan.FromDays(1);

    /// <param name="backups">Everything in the store.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="now">The clock of this host.</param>
    /// <returns>A decision for each, newest first.</returns>
    /// <exception cref="DrException"><c>RetentionPolicyEmpty</c>, <c>RetentionLeavesNothing</c>, <c>OptionsInvalid</c>.</exception>
    public static IReadOnlyList<RetentionDecision> Plan(IReadOnlyCollection<BackupSet> backups, RetentionPolicy policy, DateTimeOffset now)
    {
        policy.EnsureUsable();
        var decisions = new List<RetentionDecision>(backups.Count);
        var counting = new CountingBackups();
        foreach (var group in backups.Where(IsComplete).GroupBy(set => (set.Database, set.SystemIdentifier)))
            decisions.AddRange(OfGroup([.. NewestFirst(group)], policy, now, counting));
        if (backups.Count > 0 && counting.Count == 0) throw Nothing(backups, policy);
        decisions.AddRange(backups.Where(set => !IsComplete(set)).Select(set => OfOther(set, policy, counting, now)));
        return decisions.OrderByDescending(decision => decision.Backup.Time).ThenByDescending(decision => decision.Backup.Name, StringComparer.Ordinal).ToArray();
    }

    /// <summary>Whether a backup passed a proof of at least a level, and no proof after that one failed.</summary>
    public static bool IsProven(BackupSet set, VerificationLevel level) => set.Proofs.TakeWhile(proof => proof.Passed).Any(proof => proof.Level >= level);

    private static IEnumerable<RetentionDecision> OfGroup(IReadOnlyList<BackupSet> newestFirst, RetentionPolicy policy, DateTimeOffset now, CountingBackups counting)
    {
        // A clock that was wrong once must not make a backup of that day the newest for years.
        var present = newestFirst.Where(set => !IsAhead(set, now)).ToList();
        var proven = policy.RequireProof is { } level ? present.Where(set => IsProven(set, level)).ToList() : present;
        counting.Add(proven);
        var isProven = proven.ToHashSet<BackupSet>(ReferenceEqualityComparer.Instance);
        var reasons = new Dictionary<BackupSet, List<string>>(ReferenceEqualityComparer.Instance);
        void Keep(BackupSet set, string reason)
        {
            if (!reasons.TryGetValue(set, out var list)) reasons[set] = list = [];
            list.Add(reason);
        }

        foreach (var rule in RetentionRule.Of(policy))
        {
            foreach (var (set, reason) in rule.Keep(proven, policy.Zone)) Keep(set, reason);
            // What is not proven yet takes no place from what is, and stays as if it counted: its proof may come.
            if (policy.RequireProof is not null)
                foreach (var (set, reason) in rule.Keep(present, policy.Zone).Where(kept => !isProven.Contains(kept.Backup))) Keep(set, reason + ", not proven");
        }

        foreach (var newest in Newest(present)) Keep(newest, "newest");
        // What came back once is worth more than what only looks whole.
        if (present.Find(set => IsProven(set, VerificationLevel.Restore)) is { } restored) Keep(restored, "newest that passed a restore");
        foreach (var set in newestFirst) yield return Decide(set, Guard(set, policy, proven.Count, now), reasons.GetValueOrDefault(set));
    }

    /// <summary>By the server's clock and by that of the host that made it: one of them may be wrong.</summary>
    private static IEnumerable<BackupSet> Newest(List<BackupSet> present) =>
        present.Count == 0 ? [] : new[] { present[0], present.MaxBy(set => set.Finished ?? set.Time)! }.Distinct();

    /// <summary>Why a complete backup stays whatever the rules say; null when they decide.</summary>
    private static string? Guard(BackupSet set, RetentionPolicy policy, int counting, DateTimeOffset now) =>
        set.Pinned ? "pinned"
        : IsAhead(set, now) ? "its time lies in the future: the clocks differ, so it is neither counted nor removed"
        : counting == 0 ? $"no backup of {set.Database} has passed a proof of level {policy.RequireProof}"
        : null;

    private static RetentionDecision OfOther(BackupSet set, RetentionPolicy policy, CountingBackups counting, DateTimeOffset now)
    {
        var what = set.State.ToString().ToLowerInvariant();
        var keep = set.Pinned ? "pinned"
            // A store that was away for a moment must not turn a good backup into rubbish.
            : set.IsUnread ? "it could not be read, so nobody knows what it is"
            : !policy.IncludeIncomplete ? $"{what}, so neither counted nor removed"
            : IsAhead(set, now) ? $"{what}, and its time lies in the future"
            : now - (set.Modified ?? set.Time) < SettlingTime ? $"{what}, and written less than a day ago: it may not be finished"
            : !counting.HasNewerThan(set) ? $"{what}, and no backup that counts is newer"
            : null;
        return Decide(set, keep, null, $"{what}, and newer backups count");
    }

    private static RetentionDecision Decide(BackupSet set, string? guard, IReadOnlyList<string>? reasons, string otherwise = "no rule keeps it") =>
        guard is null && reasons is null ? new RetentionDecision(set, RetentionVerdict.Expire, otherwise)
        : new RetentionDecision(set, RetentionVerdict.Keep, string.Join("; ", [.. guard is null ? Array.Empty<string>() : [guard], .. reasons ?? []]));

    private static DrException Nothing(IReadOnlyCollection<BackupSet> backups, RetentionPolicy policy) =>
        new(ErrorTable.RetentionLeavesNothing, $"none of {backups.Count} backups counts, so none may be removed")
        {
            Expected = policy.RequireProof is { } level ? $"a complete backup that passed a proof of level {level}" : "a complete backup that is not from the future",
            Remedy = policy.RequireProof is null ? "Make a backup first, and look at the clock of this host." : "Prove one first: Test-EventLinkBackup.",
        };

    private static bool IsComplete(BackupSet set) => set.State == BackupState.Complete;

    private static bool IsAhead(BackupSet set, DateTimeOffset now) => set.Time > now + ClockTolerance;

    private static IEnumerable<BackupSet> NewestFirst(IEnumerable<BackupSet> sets) =>
        sets.OrderByDescending(set => set.Time).ThenByDescending(set => set.Name, StringComparer.Ordinal);
}

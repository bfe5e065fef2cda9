using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Retention;
using EventLinkDr.Storage;

namespace EventLinkDr.Operations.RecoveryPoints;

/// <summary>Answers for each database whether its backups hold the objectives.</summary>
public static class RecoveryPointMeasure
{
    /// <param name="backups">What was listed, of as many places as there are.</param>
    /// <param name="objectives">What must hold.</param>
    /// <param name="now">The clock of this host.</param>
    /// <returns>One for each database; one without a database when there is no complete backup at all.</returns>
    public static IReadOnlyList<RecoveryPoint> Of(IEnumerable<BackupSet> backups, RecoveryPointObjectives objectives, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(backups);
        ArgumentNullException.ThrowIfNull(objectives);
        var complete = backups.Where(set => set.State == BackupState.Complete).ToList();
        return complete.Count == 0 ? [Measure(null, [], objectives, now)]
            : [.. complete.GroupBy(set => set.Database).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Measure(group.Key, group, objectives, now))];
    }

    /// <summary>The failure that a measurement is, for those who act on errors; null when everything holds.</summary>
    public static DrException? ErrorOf(RecoveryPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return point.Met ? null : new DrException(ErrorTable.RecoveryPointMissed, $"{point.Database ?? "the database"}: {string.Join("; ", point.Missed)}") { Subject = point };
    }

    private static RecoveryPoint Measure(string? database, IEnumerable<BackupSet> complete, RecoveryPointObjectives objectives, DateTimeOffset now)
    {
        var all = complete.OrderByDescending(set => set.Time).ToList();
        // A backup from the future would hold the objective for ever, so it holds nothing.
        var past = all.Where(set => set.Time <= now + RetentionPlanner.ClockTolerance).ToList();
        var newest = past.FirstOrDefault();
        var proven = past.Where(set => RetentionPlanner.IsProven(set, objectives.ProofLevel))
            .Select(set => (Set: set, Proof: set.Proofs.First(proof => proof.Level >= objectives.ProofLevel))).ToList();
        var offHost = past.FirstOrDefault(set => IsOffHost(set, objectives));
        var point = new RecoveryPoint
        {
            Database = database,
            Missed = [],
            Time = now,
            RpoObjective = objectives.Rpo,
            Newest = newest,
            Age = Age(newest?.Time, now),
            NewestProven = proven.FirstOrDefault().Set,
            Proof = proven.FirstOrDefault().Proof,
            ProofAge = Age(proven.Count == 0 ? null : proven.Max(one => one.Proof.Time), now),
            NewestOffHost = offHost,
            OffHostAge = Age(offHost?.Time, now),
            Gaps = Gaps(past, objectives.Rpo, now).ToArray(),
            Backups = all.Count,
        };
        return point with { Missed = Judge(point, objectives, all.Count - past.Count).ToArray() };
    }

    private static IEnumerable<string> Judge(RecoveryPoint point, RecoveryPointObjectives objectives, int ahead)
    {
        if (point.Age is not { } age) yield return "there is no complete backup";
        else if (age > objectives.Rpo) yield return $"the newest backup is {Readable.Duration(age)} old, and may be {Readable.Duration(objectives.Rpo)}";
        if (point.Newest?.Proofs is [{ Passed: false } failed, ..]) yield return $"the newest backup failed its proof ({failed.ErrorId})";
        if (objectives.ProofAge is { } proof && !(point.ProofAge <= proof))
            yield return $"the newest proof of level {objectives.ProofLevel} is {Old(point.ProofAge)}, and may be {Readable.Duration(proof)}";
        if (objectives.OffHostAge is { } offHost && !(point.OffHostAge <= offHost))
            yield return $"the newest backup off this host is {Old(point.OffHostAge)}, and may be {Readable.Duration(offHost)}";
        if (ahead > 0) yield return FormattableString.Invariant($"{ahead} backups are from the future: the clocks differ");
    }

    private static IEnumerable<BackupGap> Gaps(IReadOnlyList<BackupSet> newestFirst, TimeSpan objective, DateTimeOffset now)
    {
        var later = now;
        foreach (var set in newestFirst)
        {
            if (later - set.Time > objective) yield return new BackupGap(set.Time, later);
            later = set.Time;
        }
    }

    private static bool IsOffHost(BackupSet set, RecoveryPointObjectives objectives)
    {
        if (BackupLocation.IsAddress(set.Path)) return !set.Path.StartsWith("file:", StringComparison.OrdinalIgnoreCase);
        return objectives.OffHostPaths.Any(path => set.Path.StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) + Path.DirectorySeparatorChar, StringComparison.Ordinal));
    }

    private static TimeSpan? Age(DateTimeOffset? time, DateTimeOffset now) => time is { } known ? (now > known ? now - known : TimeSpan.Zero) : null;

    private static string Old(TimeSpan? age) => age is { } known ? $"{Readable.Duration(known)} old" : "not there";
}

using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Retention;

/// <summary>One rule of a policy: the newest of each of so many periods, or everything within a time.</summary>
internal sealed class RetentionRule
{
    private readonly string _name;
    private readonly int _count;
    private readonly TimeSpan? _within;
    private readonly Func<DateTimeOffset, string>? _period;

    private RetentionRule(string name, int count, Func<DateTimeOffset, string>? period) => (_name, _count, _period) = (name, count, period);

    private RetentionRule(TimeSpan within) => (_name, _within) = ("within", within);

    /// <summary>The rules of a policy that say something.</summary>
    public static IReadOnlyList<RetentionRule> Of(RetentionPolicy policy)
    {
        (string Name, int? Count, Func<DateTimeOffset, string>? Period)[] all =
        [
            ("last", policy.KeepLast, null),
            // With the offset: when clocks go back, the same hour comes twice.
            ("hourly", policy.KeepHourly, time => Text(time, "yyyy-MM-dd HH'h' zzz")),
            ("daily", policy.KeepDaily, time => Text(time, "yyyy-MM-dd")),
            ("weekly", policy.KeepWeekly, time => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(time.DateTime)}-W{ISOWeek.GetWeekOfYear(time.DateTime):00}")),
            ("monthly", policy.KeepMonthly, time => Text(time, "yyyy-MM")),
            ("yearly", policy.KeepYearly, time => Text(time, "yyyy")),
        ];
        var rules = all.Where(rule => rule.Count > 0).Select(rule => new RetentionRule(rule.Name, rule.Count!.Value, rule.Period)).ToList();
        if (policy.KeepWithin > TimeSpan.Zero) rules.Add(new RetentionRule(policy.KeepWithin.Value));
        return rules;
    }

    /// <summary>What it keeps, each with its reason.</summary>
    /// <param name="newestFirst">The backups that count.</param>
    /// <param name="zone">Where periods begin.</param>
    public IEnumerable<(BackupSet Backup, string Reason)> Keep(IReadOnlyList<BackupSet> newestFirst, TimeZoneInfo zone) =>
        _within is { } within ? KeepWithin(newestFirst, within) : KeepPeriods(newestFirst, zone);

    public override string ToString() => _within is { } within ? $"within {Readable.Duration(within)}" : string.Create(CultureInfo.InvariantCulture, $"{_name} {_count}");

    private static IEnumerable<(BackupSet Backup, string Reason)> KeepWithin(IReadOnlyList<BackupSet> newestFirst, TimeSpan within) =>
        newestFirst.TakeWhile(set => newestFirst[0].Time - set.Time <= within).Select(set => (set, $"within {Readable.Duration(within)} of the newest"));

    private IEnumerable<(BackupSet Backup, string Reason)> KeepPeriods(IReadOnlyList<BackupSet> newestFirst, TimeZoneInfo zone)
    {
        string? last = null;
        var number = 0;
        foreach (var set in newestFirst)
        {
            var period = _period?.Invoke(TimeZoneInfo.ConvertTime(set.Time, zone));
            // Only periods that have a backup are counted, so that a time without backups uses up nothing.
            if (_period is not null && period == last) continue;
            if (++number > _count) yield break;
            last = period;
            yield return (set, string.Create(CultureInfo.InvariantCulture, $"{_name}{(period is null ? "" : " " + period)} ({number} of {_count})"));
        }
    }

    private static string Text(DateTimeOffset time, string format) => time.ToString(format, CultureInfo.InvariantCulture);
}

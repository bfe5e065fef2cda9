using System.Text.Json.Serialization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Retention;

/// <summary>Which backups stay. A backup stays when any rule keeps it; a rule that is null or zero says nothing.</summary>
public sealed record RetentionPolicy
{
    /// <summary>So many, the newest.</summary>
    public int? KeepLast { get; init; }

    /// <summary>The newest of each of so many hours that have a backup.</summary>
    public int? KeepHourly { get; init; }

    /// <summary>The newest of each of so many days that have a backup.</summary>
    public int? KeepDaily { get; init; }

    /// <summary>The newest of each of so many weeks (ISO 8601: Monday to Sunday) that have a backup.</summary>
    public int? KeepWeekly { get; init; }

    /// <summary>The newest of each of so many months that have a backup.</summary>
    public int? KeepMonthly { get; init; }

    /// <summary>The newest of each of so many years that have a backup.</summary>
    public int? KeepYearly { get; init; }

    /// <summary>Everything taken within so long before the newest, so that nothing goes while no backups are made.</summary>
    public TimeSpan? KeepWithin { get; init; }

    /// <summary>Only backups that passed a proof of at least this level count; null for every complete one.</summary>
    public VerificationLevel? RequireProof { get; init; }

    /// <summary>Whether foreign, incomplete and damaged ones go too, once a newer backup counts.</summary>
    public bool IncludeIncomplete { get; init; }

    /// <summary>The zone in which days, weeks, months and years begin.</summary>
    [JsonIgnore]
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Name of that zone.</summary>
    public string TimeZone => Zone.Id;

    /// <summary>Whether any rule keeps anything.</summary>
    [JsonIgnore]
    public bool IsEmpty => RetentionRule.Of(this).Count == 0;

    /// <summary>The rules in words, with their zone: <c>keep last 7, daily 14 (time zone Europe/Bucharest)</c>.</summary>
    public override string ToString()
    {
        var rules = RetentionRule.Of(this).Select(rule => rule.ToString());
        var proof = RequireProof is { } level ? $", counting only what passed {level}" : "";
        return $"keep {string.Join(", ", rules)}{proof} (time zone {TimeZone})";
    }

    /// <summary>The zone of an IANA name such as <c>Europe/Bucharest</c>, of a Windows name, or <c>local</c>.</summary>
    /// <exception cref="DrException"><c>OptionsInvalid</c>.</exception>
    public static TimeZoneInfo FindZone(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (string.Equals(name, "local", StringComparison.OrdinalIgnoreCase)) return TimeZoneInfo.Local;
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception error) when (error is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            throw new DrException(ErrorTable.OptionsInvalid, $"this host knows no time zone {name}", error)
            {
                Remedy = "Give a name such as Europe/Bucharest, UTC, or local for the zone of this host.",
            };
        }
    }

    /// <exception cref="DrException"><c>RetentionPolicyEmpty</c>, <c>OptionsInvalid</c>.</exception>
    internal void EnsureUsable()
    {
        if (new[] { KeepLast, KeepHourly, KeepDaily, KeepWeekly, KeepMonthly, KeepYearly }.Any(count => count < 0) || KeepWithin < TimeSpan.Zero)
            throw new DrException(ErrorTable.OptionsInvalid, "a retention rule cannot keep less than nothing") { Remedy = "Give 0 to switch a rule off." };
        if (IsEmpty) throw new DrException(ErrorTable.RetentionPolicyEmpty, "the policy holds no rule that keeps anything");
    }
}

using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Retention;

/// <summary>Backups about to be removed, and those that stay, each with its reason.</summary>
public sealed record RemovalPlan : EventLinkPlan
{
    internal RemovalPlan(string location, RetentionPolicy? policy, IReadOnlyList<RetentionDecision> decisions) => (Location, Policy, Decisions) = (location, policy, decisions);

    /// <summary>Where they are.</summary>
    public string Location { get; }

    /// <summary>The policy that was applied; null when the backups were named.</summary>
    public RetentionPolicy? Policy { get; }

    // Lists are arrays where scripts see them: PowerShell cannot index what the compiler makes of a collection expression.

    /// <summary>What becomes of each backup, newest first.</summary>
    public IReadOnlyList<RetentionDecision> Decisions { get; }

    /// <summary>Those that go, the oldest first.</summary>
    public IReadOnlyList<BackupSet> Expired => Decisions.Where(decision => decision.Verdict == RetentionVerdict.Expire).Select(decision => decision.Backup).Reverse().ToArray();

    /// <inheritdoc/>
    public override string Operation => string.Create(CultureInfo.InvariantCulture, $"Remove {Expired.Count} of {Decisions.Count} backups");

    /// <inheritdoc/>
    public override string Subject => Location;

    /// <inheritdoc/>
    public override IReadOnlyList<PlanStep> Steps
    {
        get
        {
            var width = Decisions.Count == 0 ? 0 : Decisions.Max(decision => decision.Backup.Name.Length);
            return (PlanStep[])[.. Decisions.Select(decision => new PlanStep(decision.Verdict == RetentionVerdict.Keep ? PlanEffect.Keep : PlanEffect.Drop, Row(decision, width)))];
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes =>
    (string[])[
        .. Policy is null ? Array.Empty<string>() : [Policy.ToString()],
        $"{Readable.Size(Expired.Sum(set => set.Size))} become free; what is removed cannot be brought back",
    ];

    private string Row(RetentionDecision decision, int width)
    {
        var set = decision.Backup;
        var time = TimeZoneInfo.ConvertTime(set.Time, Policy?.Zone ?? TimeZoneInfo.Utc).ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);
        return $"{set.Name.PadRight(width)}  {time}  {Readable.Size(set.Size),8}  {decision.Reason}";
    }
}

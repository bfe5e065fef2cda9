using System.Text.Json.Serialization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Retention;

/// <summary>A removal that was made.</summary>
public sealed record RemovalResult
{
    /// <summary>Where.</summary>
    public required string Location { get; init; }

    /// <summary>What was removed, the oldest first.</summary>
    public required IReadOnlyList<BackupSet> Removed { get; init; }

    /// <summary>What the policy lets go and stays nevertheless, with the reason: the store keeps it, it was pinned meanwhile, it changed.</summary>
    public required IReadOnlyList<RetentionDecision> Refused { get; init; }

    /// <summary>Failures of those that were named and stay. What a policy lets go and stays is only warned of: the next run tries again.</summary>
    [JsonIgnore]
    public IReadOnlyList<DrException> Errors { get; init; } = [];

    /// <summary>Backups that the policy keeps.</summary>
    public required int Kept { get; init; }

    /// <summary>Bytes of the data that was removed.</summary>
    public long Freed => Removed.Sum(set => set.Size);

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary><c>3 removed from /var/backups/eventlink, 7 kept</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Removed.Count} removed from {Location}, {Kept + Refused.Count} kept");
}

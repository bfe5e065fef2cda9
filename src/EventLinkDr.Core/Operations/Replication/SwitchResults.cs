using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Journal;

namespace EventLinkDr.Operations.Replication;

/// <summary>Makes the result of a switch out of its journal.</summary>
internal static class SwitchResults
{
    /// <param name="journal">What the journal says.</param>
    /// <param name="switched">Whether the standby took over; otherwise the switch was taken back.</param>
    /// <param name="resumed">Whether an interrupted one was gone on with.</param>
    /// <param name="phases">Durations of this command's phases.</param>
    public static SwitchResult Of(JournalContent<SwitchRecord> journal, bool switched, bool resumed, IReadOnlyList<PhaseDuration> phases)
    {
        var record = journal.Facts;
        var lost = record.FinalLsn is { } final && record.PromotedAt is { } promoted ? Math.Max(0, final - promoted) : (long?)null;
        return new SwitchResult
        {
            Outcome = switched ? SwitchOutcome.Switched : SwitchOutcome.RolledBack,
            Mode = record.Mode,
            Database = record.Database,
            OldPrimary = record.Primary,
            NewPrimary = record.Standby,
            Timeline = record.NewTimeline,
            PromotedAt = record.PromotedAt,
            FinalLsn = record.FinalLsn,
            LostBytes = switched ? lost : 0,
            MeasuredDataLoss = !switched || lost == 0 ? TimeSpan.Zero
                : record is { LastCommit: { } last, LastReplayedCommit: { } replayed } ? last > replayed ? last - replayed : TimeSpan.Zero : null,
            LastReplayedCommit = record.LastReplayedCommit,
            OldPrimaryFenced = switched && record.FenceProven,
            OldPrimaryClosed = switched && record.Closed,
            ServiceAddress = record.ServiceAddress,
            Services = record.Services,
            MeasuredRecoveryTime = (journal.Ended ?? DateTimeOffset.UtcNow) - journal.Begun,
            Resumed = resumed,
            Phases = phases,
        };
    }
}

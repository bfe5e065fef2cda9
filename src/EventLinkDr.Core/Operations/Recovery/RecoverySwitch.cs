using EventLinkDr.Operations.Journal;
using EventLinkDr.Operations.Replication;

namespace EventLinkDr.Operations.Recovery;

/// <summary>The switch inside a recovery. It has a journal of its own, which decides whether it is to be begun, gone on with, or was made.</summary>
internal static class RecoverySwitch
{
    /// <summary>Beside a journal that was put somewhere on purpose; null for the usual place, where <c>Switch-EventLinkPrimary</c> finds it too.</summary>
    public static string? JournalPathOf(string? recovery) => recovery is null ? null : Path.GetFullPath(Path.ChangeExtension(recovery, ".switch" + Path.GetExtension(recovery)));

    /// <summary>What the journal of this recovery's own switch says; null when it has not begun.</summary>
    public static JournalContent<SwitchRecord>? Find(RecoveryRecord? record) =>
        record is { SwitchJournal: { } path, Promotes: { } standby } && RunJournal<SwitchRecord>.Read(path) is { } journal
            && journal.Run != record.FormerSwitch && journal.Facts.Standby == standby ? journal : null;

    /// <summary>Whether the standby has taken over, whatever became of the recovery after that.</summary>
    public static bool IsMade(JournalContent<SwitchRecord>? journal) => journal is { Ended: not null, Outcome: nameof(SwitchOutcome.Switched) };

    /// <summary>Services are stopped and started by the recovery's own steps.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="record">What the recovery's journal says; null when it has not begun.</param>
    /// <param name="journal">What the switch's journal says; null when it has not begun.</param>
    /// <param name="mayTurn">Whether a primary that does not answer makes it a failover: while planning only, so that nobody agrees to the one and gets the other.</param>
    public static SwitchOptions OptionsOf(RecoveryOptions options, RecoveryRecord? record, JournalContent<SwitchRecord>? journal, bool mayTurn) => options.Switch with
    {
        Resume = journal is { Ended: null },
        RollBack = false,
        JournalPath = record?.SwitchJournal ?? JournalPathOf(options.JournalPath),
        HoldServices = true,
        FailoverWhereLost = mayTurn,
    };
}

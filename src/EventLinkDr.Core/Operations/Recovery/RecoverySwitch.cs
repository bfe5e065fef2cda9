using EventLinkDr.Operations.Journal;
using EventLinkDr.Operations.Replication;
using EventLinkDr.Storage;

namespace EventLinkDr.Operations.Recovery;

/// <summary>The switch inside a recovery. It has a journal of its own, which decides whether it is to be begun, gone on with, or was made.</summary>
internal static class RecoverySwitch
{
    /// <summary>What the journal of this recovery's own switch says; null when it has not begun.</summary>
    public static async Task<JournalContent<SwitchRecord>?> FindAsync(RecoveryOptions options, JournalLocation recovery, RecoveryRecord? record, IStoreOpener? stores,
        CancellationToken cancellationToken)
    {
        if (record is not { Promotes: { } standby } || LocationOf(options, recovery, record) is not { } location) return null;
        return await RunJournal<SwitchRecord>.ReadAsync(location, stores, cancellationToken).ConfigureAwait(false) is { } journal
            && journal.Run != record.FormerSwitch && journal.Facts.Standby == standby ? journal : null;
    }

    /// <summary>Whether the standby has taken over, whatever became of the recovery after that.</summary>
    public static bool IsMade(JournalContent<SwitchRecord>? journal) => journal is { Ended: not null, Outcome: nameof(SwitchOutcome.Switched) };

    /// <summary>Services are stopped and started by the recovery's own steps.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="recovery">Where the recovery's journal is.</param>
    /// <param name="record">What it says; null when it has not begun.</param>
    /// <param name="journal">What the switch's journal says; null when it has not begun.</param>
    /// <param name="mayTurn">Whether a primary that does not answer makes it a failover: while planning only, so that nobody agrees to the one and gets the other.</param>
    public static SwitchOptions OptionsOf(RecoveryOptions options, JournalLocation recovery, RecoveryRecord? record, JournalContent<SwitchRecord>? journal, bool mayTurn) => options.Switch with
    {
        Resume = journal is { Ended: null },
        RollBack = false,
        JournalPath = null,
        Journal = LocationOf(options, recovery, record),
        HoldServices = true,
        FailoverWhereLost = mayTurn,
    };

    /// <summary>Beside a journal that was put somewhere on purpose; else the usual place, where <c>Switch-EventLinkPrimary</c> finds it too: null until it is known.</summary>
    private static JournalLocation? LocationOf(RecoveryOptions options, JournalLocation recovery, RecoveryRecord? record) =>
        options.JournalPath is not null ? recovery.Beside("switch") : record?.SwitchJournal is { } path ? JournalLocation.OfFile(path) : null;
}

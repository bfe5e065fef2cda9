using EventLinkDr.Operations.Journal;

namespace EventLinkDr.Operations.Recovery;

/// <summary>Makes the result of a recovery out of its journal.</summary>
internal static class RecoveryResults
{
    public static RecoveryResult Of(JournalContent<RecoveryRecord> journal, string path, bool succeeded)
    {
        var record = journal.Facts;
        return new RecoveryResult
        {
            Target = record.Target,
            Succeeded = succeeded,
            Run = journal.Run,
            Backup = record.BackupPath,
            BackupTime = record.BackupTime,
            Standby = record.Promotes,
            Begun = journal.Begun,
            Ended = journal.Ended ?? DateTimeOffset.UtcNow,
            Resumed = record.Resumed,
            Steps = RecoverySteps.Of(record.Promotes is not null).Select(record.StepOf).ToArray(),
            FinalBackup = record.FinalBackup,
            Restored = record.Restored,
            Promoted = record.Promoted,
            Revision = record.Revision,
            MigratedFrom = record.MigratedFrom,
            MigrationLog = record.MigrationLog,
            Health = record.Health,
            MeasuredRecoveryTime = record.Recovered - journal.Begun,
            MeasuredDataLoss = DataLoss(record),
            DataLossAtMost = DataLossAtMost(record, journal.Begun),
            RpoObjective = record.RpoObjective,
            RtoObjective = record.RtoObjective,
            ServerVersion = record.ServerVersion,
            JournalPath = path,
        };
    }

    /// <summary>
    /// The services were stopped before the swap: unless somebody else was connected, nothing was written in between. A foreign dump does not say
    /// when its snapshot was.
    /// </summary>
    private static TimeSpan? DataLoss(RecoveryRecord record)
    {
        if (record.Promotes is not null) return record.Promoted?.MeasuredDataLoss;
        if (!record.BackupHasManifest || record.Restored is not { } restored) return null;
        return record is { WritesStopped: { } stopped, OthersConnected: false, BackupTime: { } taken } ? NotNegative(stopped - taken) : restored.LossUntilSwap;
    }

    /// <summary>A service may have written until it was stopped, unless the old primary told when it did.</summary>
    private static TimeSpan? DataLossAtMost(RecoveryRecord record, DateTimeOffset begun)
    {
        if (record.Promoted is { LostBytes: not 0, LastReplayedCommit: { } replayed }) return NotNegative((record.WritesStopped ?? begun) - replayed);
        return record is { BackupHasManifest: true, Restored: not null, BackupTime: { } taken } ? NotNegative(begun - taken) : null;
    }

    private static TimeSpan NotNegative(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;
}

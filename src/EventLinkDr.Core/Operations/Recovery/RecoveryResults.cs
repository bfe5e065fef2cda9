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
            Begun = journal.Begun,
            Ended = journal.Ended ?? DateTimeOffset.UtcNow,
            Resumed = record.Resumed,
            Steps = Enum.GetValues<RecoveryStepName>().Select(record.StepOf).ToArray(),
            FinalBackup = record.FinalBackup,
            Restored = record.Restored,
            Revision = record.Revision,
            MigratedFrom = record.MigratedFrom,
            MigrationLog = record.MigrationLog,
            Health = record.Health,
            MeasuredRecoveryTime = record.Recovered - journal.Begun,
            MeasuredDataLoss = DataLoss(record),
            DataLossAtMost = record is { BackupHasManifest: true, Restored: not null } ? NotNegative(journal.Begun - record.BackupTime) : null,
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
        if (!record.BackupHasManifest || record.Restored is not { } restored) return null;
        return record is { WritesStopped: { } stopped, OthersConnected: false } ? NotNegative(stopped - record.BackupTime) : restored.LossUntilSwap;
    }

    private static TimeSpan NotNegative(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;
}

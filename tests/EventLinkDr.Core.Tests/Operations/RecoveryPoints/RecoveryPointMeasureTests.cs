using EventLinkDr.Core.Tests.Operations.Retention;
using EventLinkDr.Model;
using EventLinkDr.Operations.RecoveryPoints;
using static EventLinkDr.Core.Tests.Operations.Retention.History;

namespace EventLinkDr.Core.Tests.Operations.RecoveryPoints;

public sealed class RecoveryPointMeasureTests
{
    private static readonly DateTimeOffset Now = At("2026-11-23T08:00Z");
    private static readonly RecoveryPointObjectives OneDay = new() { Rpo = TimeSpan.FromHours(24) };

    [Fact]
    public void Of_ARecentBackup_HoldsTheObjective()
    {
        var point = Assert.Single(RecoveryPointMeasure.Of(Daily(Now.AddHours(-6), 5), OneDay, Now));

        Assert.True(point.Met);
        Assert.Equal(("eventlink", TimeSpan.FromHours(6), 5), (point.Database, point.Age!.Value, point.Backups));
        Assert.Empty(point.Gaps);
        Assert.Null(RecoveryPointMeasure.ErrorOf(point));
    }

    [Fact]
    public void Of_NoBackup_DoesNotHold()
    {
        foreach (var sets in new List<BackupSet>[] { [], [Other(BackupState.Foreign, Now.AddHours(-1))], [Other(BackupState.Incomplete, Now)], [Other(BackupState.Damaged, Now)] })
        {
            var point = Assert.Single(RecoveryPointMeasure.Of(sets, OneDay, Now));
            Assert.Equal(["there is no complete backup"], point.Missed);
            Assert.Equal("RecoveryPointMissed", RecoveryPointMeasure.ErrorOf(point)!.Id);
        }
    }

    [Fact]
    public void Of_AnOldBackup_SaysHowOld() =>
        Assert.Equal(["the newest backup is 1 d 01 h old, and may be 1 d 00 h"], Assert.Single(RecoveryPointMeasure.Of(Daily(Now.AddHours(-25), 2), OneDay, Now)).Missed);

    [Fact]
    public void Of_ABackupFromTheFuture_HoldsNothing()
    {
        var point = Assert.Single(RecoveryPointMeasure.Of([Complete(Now.AddYears(3)), Complete(Now.AddHours(-30))], OneDay, Now));

        Assert.Equal(2, point.Missed.Count);
        Assert.Equal(TimeSpan.FromHours(30), point.Age);
    }

    [Fact]
    public void Of_Gaps_AreThoseLongerThanTheObjective()
    {
        List<BackupSet> sets = [Complete(Now.AddHours(-1)), Complete(Now.AddHours(-60)), Complete(Now.AddHours(-83))];
        var gap = Assert.Single(Assert.Single(RecoveryPointMeasure.Of(sets, OneDay, Now)).Gaps);

        Assert.Equal((Now.AddHours(-60), Now.AddHours(-1)), (gap.From, gap.To));
    }

    [Fact]
    public void Of_ProofObjective_CountsOnlyProofsOfTheLevel()
    {
        var restore = Proof(VerificationLevel.Restore, Now.AddDays(-3));
        List<BackupSet> sets = [Complete(Now.AddHours(-1), proofs: Proof(VerificationLevel.Checksum, Now)), Complete(Now.AddDays(-4), proofs: restore)];
        var objectives = OneDay with { ProofLevel = VerificationLevel.Restore, ProofAge = TimeSpan.FromDays(7) };
        var point = Assert.Single(RecoveryPointMeasure.Of(sets, objectives, Now));

        Assert.True(point.Met);
        Assert.Equal((sets[1].Name, restore, TimeSpan.FromDays(3)), (point.NewestProven!.Name, point.Proof, point.ProofAge!.Value));
        Assert.Equal(["the newest proof of level Restore is 3 d 00 h old, and may be 2 d 00 h"],
            Assert.Single(RecoveryPointMeasure.Of(sets, objectives with { ProofAge = TimeSpan.FromDays(2) }, Now)).Missed);
        Assert.Equal(["the newest proof of level Restore is not there, and may be 7 d 00 h"], Assert.Single(RecoveryPointMeasure.Of(sets[..1], objectives, Now)).Missed);
    }

    [Fact]
    public void Of_TheNewestFailedItsProof_DoesNotHold()
    {
        var point = Assert.Single(RecoveryPointMeasure.Of([Complete(Now.AddHours(-1), proofs: Proof(VerificationLevel.Content, Now, passed: false))], OneDay, Now));

        Assert.Equal(["the newest backup failed its proof (BackupCorrupt)"], point.Missed);
    }

    [Fact]
    public void Of_OffHost_CountsStoresAndTheDirectoriesNamed()
    {
        var objectives = OneDay with { OffHostAge = TimeSpan.FromHours(48) };
        var local = Complete(Now.AddHours(-1));
        Assert.Equal(["the newest backup off this host is not there, and may be 2 d 00 h"], Assert.Single(RecoveryPointMeasure.Of([local], objectives, Now)).Missed);
        Assert.True(Assert.Single(RecoveryPointMeasure.Of([local, Complete(Now.AddHours(-30)) with { Path = "s3://bucket/x.sql.gz" }], objectives, Now)).Met);
        Assert.False(Assert.Single(RecoveryPointMeasure.Of([local with { Path = "file:///backups/x.sql.gz" }], objectives, Now)).Met);
        Assert.True(Assert.Single(RecoveryPointMeasure.Of([local with { Path = "/mnt/nas/eventlink/x.sql.gz" }], objectives with { OffHostPaths = ["/mnt/nas/"] }, Now)).Met);
        Assert.False(Assert.Single(RecoveryPointMeasure.Of([local with { Path = "/mnt/nas2/x.sql.gz" }], objectives with { OffHostPaths = ["/mnt/nas"] }, Now)).Met);
    }

    [Fact]
    public void Of_SeveralDatabases_AreMeasuredApart() =>
        Assert.Equal([("eventlink", true), ("shop", false)],
            RecoveryPointMeasure.Of([Complete(Now.AddHours(-1)), Complete(Now.AddHours(-40), "shop")], OneDay, Now).Select(point => (point.Database!, point.Met)));
}

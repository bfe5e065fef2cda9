using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Retention;
using static EventLinkDr.Core.Tests.Operations.Retention.History;

namespace EventLinkDr.Core.Tests.Operations.Retention;

public sealed class RetentionPlannerTests
{
    private static readonly DateTimeOffset Newest = At("2026-11-23T02:00Z");
    private static readonly DateTimeOffset Now = At("2026-11-23T08:00Z");

    [Fact]
    public void Plan_KeepLast_KeepsTheNewestWithTheirNumbers()
    {
        var decisions = RetentionPlanner.Plan(Daily(Newest, 5), new RetentionPolicy { KeepLast = 2 }, Now);

        Assert.Equal([Newest, Newest.AddDays(-1)], Kept(decisions));
        Assert.Equal(["last (1 of 2); newest", "last (2 of 2)", "no rule keeps it", "no rule keeps it", "no rule keeps it"], decisions.Select(decision => decision.Reason));
    }

    [Fact]
    public void Plan_KeepDaily_KeepsTheNewestOfEachDay()
    {
        var sets = Daily(Newest, 4).Concat(Daily(Newest.AddHours(-1), 4)).ToList();

        Assert.Equal([Newest, Newest.AddDays(-1), Newest.AddDays(-2)], Kept(RetentionPlanner.Plan(sets, new RetentionPolicy { KeepDaily = 3 }, Now)));
    }

    [Fact]
    public void Plan_EveryRule_KeepsItsOwnAndSaysWhich()
    {
        var policy = new RetentionPolicy { KeepDaily = 2, KeepWeekly = 3, KeepMonthly = 3, KeepYearly = 2 };
        var decisions = RetentionPlanner.Plan(Daily(Newest, 400), policy, Now);

        Assert.Equal(
            ["2026-11-23", "2026-11-22", "2026-11-15", "2026-10-31", "2026-09-30", "2025-12-31"],
            Kept(decisions).Select(time => time.ToString("yyyy-MM-dd", null)));
        Assert.Equal("daily 2026-11-23 (1 of 2); weekly 2026-W48 (1 of 3); monthly 2026-11 (1 of 3); yearly 2026 (1 of 2); newest", decisions[0].Reason);
        Assert.Equal("daily 2026-11-22 (2 of 2); weekly 2026-W47 (2 of 3)", decisions[1].Reason);
    }

    [Fact]
    public void Plan_ALongPauseWithoutBackups_UsesUpNoPeriod()
    {
        // Half a year nobody made a backup: what was kept before stays.
        var sets = Daily(Newest.AddDays(-180), 7);

        Assert.Equal(7, Kept(RetentionPlanner.Plan(sets, new RetentionPolicy { KeepDaily = 7 }, Now)).Count);
        Assert.Equal(4, Kept(RetentionPlanner.Plan(sets, new RetentionPolicy { KeepWithin = TimeSpan.FromDays(3) }, Now)).Count);
    }

    [Fact]
    public void Plan_TheZone_DecidesWhichDayItIs()
    {
        // 23:30 on the 21st and 00:30 on the 22nd in Bucharest; the same day in UTC.
        List<BackupSet> sets = [Complete(At("2026-11-21T21:30Z")), Complete(At("2026-11-21T22:30Z"))];
        var policy = new RetentionPolicy { KeepDaily = 2 };

        Assert.Single(Kept(RetentionPlanner.Plan(sets, policy, Now)));
        Assert.Equal(2, Kept(RetentionPlanner.Plan(sets, policy with { Zone = RetentionPolicy.FindZone("Europe/Bucharest") }, Now)).Count);
    }

    [Fact]
    public void Plan_WhenClocksGoBack_KeepsBothHoursOfTheSameName()
    {
        // In Bucharest 03:30 came twice on 2026-10-25.
        List<BackupSet> sets = [Complete(At("2026-10-25T00:30Z")), Complete(At("2026-10-25T01:30Z")), Complete(At("2026-10-25T02:30Z"))];
        var policy = new RetentionPolicy { KeepHourly = 3, Zone = RetentionPolicy.FindZone("Europe/Bucharest") };

        Assert.Equal(3, Kept(RetentionPlanner.Plan(sets, policy, Now)).Count);
    }

    [Theory]
    [InlineData("2026-03-29")]
    [InlineData("2026-10-25")]
    public void Plan_DaysOf23And25Hours_KeepTheirBackup(string day)
    {
        // Local midnight and half past, and shortly before the next: each local day has one kept.
        var zone = RetentionPolicy.FindZone("Europe/Bucharest");
        var midnight = DateTime.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var sets = Enumerable.Range(-3, 7).Select(offset => midnight.AddDays(offset).AddMinutes(30))
            .Select(local => Complete(new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime())).ToList();

        Assert.Equal(7, Kept(RetentionPlanner.Plan(sets, new RetentionPolicy { KeepDaily = 7, Zone = zone }, Now)).Count);
    }

    [Fact]
    public void Plan_ABackupFromTheFuture_IsKeptAndTakesNoPlace()
    {
        var sets = Daily(Newest, 3);
        sets.Add(Complete(At("2035-01-01T00:00Z")));
        var decisions = RetentionPlanner.Plan(sets, new RetentionPolicy { KeepLast = 1, KeepWithin = TimeSpan.FromHours(1) }, Now);

        Assert.Equal([At("2035-01-01T00:00Z"), Newest], Kept(decisions));
        Assert.Contains("future", decisions[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_AClockOfThisHostThatIsBehind_RemovesNothing()
    {
        var error = Assert.Throws<DrException>(() => RetentionPlanner.Plan(Daily(Newest, 3), new RetentionPolicy { KeepLast = 1 }, At("2020-01-01T00:00Z")));

        Assert.Equal("RetentionLeavesNothing", error.Id);
    }

    [Fact]
    public void Plan_AClockOfThisHostThatIsAhead_KeepsWhatIsWithinOfTheNewest() =>
        Assert.Equal(3, Kept(RetentionPlanner.Plan(Daily(Newest, 3), new RetentionPolicy { KeepWithin = TimeSpan.FromDays(2) }, At("2040-01-01T00:00Z"))).Count);

    [Fact]
    public void Plan_ABackupWhoseServerHadItsClockWrong_StaysForItIsTheNewestMade()
    {
        var sets = Daily(Newest, 3);
        sets.Add(Complete(At("1970-01-01T00:05Z"), finished: Now));

        Assert.Equal([Newest, At("1970-01-01T00:05Z")], Kept(RetentionPlanner.Plan(sets, new RetentionPolicy { KeepLast = 1 }, Now)));
    }

    [Fact]
    public void Plan_DatabasesAndServers_AreCountedApart()
    {
        List<BackupSet> sets =
        [
            .. Daily(Newest, 2), Complete(Newest.AddDays(-30), "shop"), Complete(Newest.AddDays(-31), "shop"),
            Complete(Newest.AddDays(-60), server: "2"), Complete(Newest.AddDays(-61), server: "2"),
        ];

        Assert.Equal([Newest, Newest.AddDays(-30), Newest.AddDays(-60)], Kept(RetentionPlanner.Plan(sets, new RetentionPolicy { KeepLast = 1 }, Now)));
    }

    [Fact]
    public void Plan_APinned_StaysAndStillCounts()
    {
        var sets = Daily(Newest, 4);
        sets[3] = sets[3] with { Pinned = true };
        var decisions = RetentionPlanner.Plan(sets, new RetentionPolicy { KeepLast = 1 }, Now);

        Assert.Equal([Newest, Newest.AddDays(-3)], Kept(decisions));
        Assert.Equal("pinned", decisions[3].Reason);
    }

    [Fact]
    public void Plan_RequireProof_ProvenOnesAreCountedAndTheOthersTakeNoPlace()
    {
        var sets = Daily(Newest, 10);
        foreach (var i in new[] { 4, 6, 8 }) sets[i] = Complete(sets[i].Time, proofs: Proof(VerificationLevel.Restore, Now.AddDays(-1)));
        // Tested by checksum only; and proven once, but damaged since.
        sets[2] = Complete(sets[2].Time, proofs: Proof(VerificationLevel.Checksum, Now));
        sets[3] = Complete(sets[3].Time, proofs: [Proof(VerificationLevel.Checksum, Now, passed: false), Proof(VerificationLevel.Restore, Now.AddDays(-2))]);
        // A later test at a lower level takes nothing from the proof.
        sets[4] = Complete(sets[4].Time, proofs: [Proof(VerificationLevel.Checksum, Now), Proof(VerificationLevel.Restore, Now.AddDays(-2))]);
        var decisions = RetentionPlanner.Plan(sets, new RetentionPolicy { KeepLast = 2, RequireProof = VerificationLevel.Restore }, Now);

        Assert.Equal([sets[0].Time, sets[1].Time, sets[4].Time, sets[6].Time], Kept(decisions));
        Assert.Equal("last (1 of 2), not proven; newest", decisions[0].Reason);
        Assert.Equal("last (1 of 2); newest that passed a restore", decisions[4].Reason);
    }

    [Fact]
    public void Plan_TheNewestThatWasRestored_StaysBesideNewerOnes()
    {
        var sets = Daily(Newest, 6);
        sets[2] = Complete(sets[2].Time, proofs: Proof(VerificationLevel.Content, Now));
        foreach (var i in new[] { 3, 5 }) sets[i] = Complete(sets[i].Time, proofs: Proof(VerificationLevel.Restore, Now));
        var decisions = RetentionPlanner.Plan(sets, new RetentionPolicy { KeepLast = 1 }, Now);

        Assert.Equal([sets[0].Time, sets[3].Time], Kept(decisions));
        Assert.Equal("newest that passed a restore", decisions[3].Reason);
    }

    [Fact]
    public void Plan_RequireProofAndNoneIsProven_IsRefused()
    {
        var error = Assert.Throws<DrException>(() => RetentionPlanner.Plan(Daily(Newest, 3), new RetentionPolicy { KeepLast = 1, RequireProof = VerificationLevel.Content }, Now));

        Assert.Equal("RetentionLeavesNothing", error.Id);
    }

    [Fact]
    public void Plan_RequireProofAndOneDatabaseHasNone_KeepsAllOfThatOne()
    {
        List<BackupSet> sets = [.. Daily(Newest, 2).Select(set => Complete(set.Time, proofs: Proof(VerificationLevel.Restore, Now))), Complete(Newest, "shop"), Complete(Newest.AddDays(-1), "shop")];
        var decisions = RetentionPlanner.Plan(sets, new RetentionPolicy { KeepLast = 1, RequireProof = VerificationLevel.Restore }, Now);

        Assert.Equal(3, Kept(decisions).Count);
        Assert.Equal(2, decisions.Count(decision => decision.Reason.StartsWith("no backup of shop has passed", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(BackupState.Foreign)]
    [InlineData(BackupState.Incomplete)]
    [InlineData(BackupState.Damaged)]
    public void Plan_WhatIsNotComplete_IsNeitherCountedNorRemoved(BackupState state)
    {
        List<BackupSet> sets = [Other(state, Newest.AddHours(1)), Other(state, Newest.AddDays(-9)), .. Daily(Newest, 2)];

        Assert.Equal(3, Kept(RetentionPlanner.Plan(sets, new RetentionPolicy { KeepLast = 1 }, Now)).Count);
    }

    [Theory]
    [InlineData(BackupState.Foreign)]
    [InlineData(BackupState.Incomplete)]
    [InlineData(BackupState.Damaged)]
    public void Plan_IncludeIncomplete_RemovesOnlyWhatIsOlderThanAGoodOneAndSettled(BackupState state)
    {
        var old = Other(state, Newest.AddDays(-9));
        List<BackupSet> sets =
        [
            Complete(Newest), old,
            Other(state, Newest.AddHours(1)),
            // Old by its name, and being copied here just now.
            Other(state, Newest.AddDays(-8)) with { Modified = Now.AddHours(-1) },
            Other(state, Newest.AddDays(-7), "shop"),
            Other(state, Newest.AddDays(-6)) with { Pinned = true },
        ];
        var decisions = RetentionPlanner.Plan(sets, new RetentionPolicy { KeepLast = 1, IncludeIncomplete = true }, Now);

        Assert.Same(old, Assert.Single(decisions, decision => decision.Verdict == RetentionVerdict.Expire).Backup);
    }

    [Fact]
    public void Plan_NothingButIncompleteOnes_IsRefused() =>
        Assert.Equal("RetentionLeavesNothing", Assert.Throws<DrException>(() => RetentionPlanner.Plan([Other(BackupState.Incomplete, Newest.AddDays(-9))],
            new RetentionPolicy { KeepLast = 1, IncludeIncomplete = true }, Now)).Id);

    [Fact]
    public void Plan_AnEmptyStore_HasNothingToRemove() => Assert.Empty(RetentionPlanner.Plan([], new RetentionPolicy { KeepLast = 1 }, Now));

    [Fact]
    public void Plan_AnEmptyPolicy_IsRefused()
    {
        foreach (var policy in new[] { new RetentionPolicy(), new RetentionPolicy { KeepLast = 0, KeepWithin = TimeSpan.Zero }, new RetentionPolicy { IncludeIncomplete = true } })
            Assert.Equal("RetentionPolicyEmpty", Assert.Throws<DrException>(() => RetentionPlanner.Plan(Daily(Newest, 3), policy, Now)).Id);
        Assert.Equal("OptionsInvalid", Assert.Throws<DrException>(() => RetentionPlanner.Plan([], new RetentionPolicy { KeepLast = -1 }, Now)).Id);
    }

    [Fact]
    public void FindZone_UnknownName_IsAClearError() => Assert.Equal("OptionsInvalid", Assert.Throws<DrException>(() => RetentionPolicy.FindZone("Mars/Olympus")).Id);
}

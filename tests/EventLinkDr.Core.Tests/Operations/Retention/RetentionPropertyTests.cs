using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Retention;
using static EventLinkDr.Core.Tests.Operations.Retention.History;

namespace EventLinkDr.Core.Tests.Operations.Retention;

/// <summary>What holds whatever the history, the policy and the clocks. The seeds are fixed, so that a failure comes back.</summary>
public sealed class RetentionPropertyTests
{
    private static readonly DateTimeOffset Now = At("2026-11-23T08:00Z");
    private static readonly TimeZoneInfo[] Zones = [.. new[] { "UTC", "Europe/Bucharest", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia" }.Select(RetentionPolicy.FindZone)];

    [Fact]
    public void Plan_AnyHistoryAndPolicy_KeepsTheNewestCompleteOfEachDatabase() => ForAll((sets, policy, decisions) =>
    {
        Assert.Equal(sets.Count, decisions.Count);
        foreach (var group in sets.Where(set => set.State == BackupState.Complete).GroupBy(set => (set.Database, set.Manifest!.SystemIdentifier)))
        {
            var kept = decisions.Where(decision => decision.Verdict == RetentionVerdict.Keep).Select(decision => decision.Backup).ToHashSet();
            Assert.Contains(group.MaxBy(set => (set.Time, set.Name))!, kept);
            // Those of a wrong clock aside, too: none of them may have pushed the real one out.
            if (group.Where(set => set.Time <= Now).MaxBy(set => (set.Time, set.Name)) is { } newest) Assert.Contains(newest, kept);
            if (policy.RequireProof is { } level && group.Where(set => set.Time <= Now && RetentionPlanner.IsProven(set, level)).MaxBy(set => (set.Time, set.Name)) is { } proven)
                Assert.Contains(proven, kept);
        }
    });

    [Fact]
    public void Plan_AnyHistoryAndPolicy_NeverTouchesPinnedOrUnfinishedOnes() => ForAll((_, policy, decisions) =>
        Assert.All(decisions.Where(decision => decision.Verdict == RetentionVerdict.Expire), decision =>
        {
            Assert.False(decision.Backup.Pinned);
            Assert.True(policy.IncludeIncomplete || decision.Backup.State == BackupState.Complete);
            Assert.True(decision.Backup.Time <= Now);
        }));

    [Fact]
    public void Plan_AppliedAgain_RemovesNothingMore() => ForAll((_, policy, decisions) =>
    {
        var left = decisions.Where(decision => decision.Verdict == RetentionVerdict.Keep).Select(decision => decision.Backup).ToList();
        Assert.All(RetentionPlanner.Plan(left, policy, Now), decision => Assert.Equal(RetentionVerdict.Keep, decision.Verdict));
    });

    [Fact]
    public void Plan_AWiderPolicy_KeepsEverythingTheNarrowOneKeeps() => ForAll((sets, policy, decisions) =>
    {
        var wider = RetentionPlanner.Plan(sets, policy with { KeepLast = (policy.KeepLast ?? 0) + 3, KeepDaily = (policy.KeepDaily ?? 0) + 2 }, Now);
        Assert.Subset(Names(wider), Names(decisions));
    });

    private static HashSet<string> Names(IEnumerable<RetentionDecision> decisions) =>
        [.. decisions.Where(decision => decision.Verdict == RetentionVerdict.Keep).Select(decision => decision.Backup.Name)];

    private static void ForAll(Action<List<BackupSet>, RetentionPolicy, IReadOnlyList<RetentionDecision>> check)
    {
        var planned = 0;
        for (var seed = 0; seed < 1500; seed++)
        {
            var random = new Random(seed);
            var sets = RandomHistory(random);
            var policy = RandomPolicy(random);
            try
            {
                check(sets, policy, RetentionPlanner.Plan(sets, policy, Now));
                planned++;
            }
            catch (DrException error) when (error.Id is "RetentionLeavesNothing" or "RetentionPolicyEmpty")
            {
                // Refused, so nothing goes.
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed}: {error.Message}");
            }
        }

        Assert.True(planned > 700, "too few of the random policies could be planned");
    }

    private static List<BackupSet> RandomHistory(Random random)
    {
        var sets = new List<BackupSet>();
        var count = random.Next(1, 60);
        for (var i = 0; i < count; i++)
        {
            // Minutes, days or years apart; some of them ahead of the clock, some around a change of the clocks.
            var time = random.Next(12) switch
            {
                0 => Now.AddMinutes(random.Next(1, 1_000_000)),
                1 or 2 => At("2026-10-25T00:00Z").AddMinutes(random.Next(-300, 300)),
                3 => At("2026-03-29T00:00Z").AddMinutes(random.Next(-300, 300)),
                4 or 5 => Now.AddDays(-random.Next(1500)),
                _ => Now.AddMinutes(-random.Next(60 * 24 * 40)),
            };
            var database = random.Next(5) == 0 ? "shop" : "eventlink";
            var proofs = Enumerable.Range(0, random.Next(3)).Select(_ => Proof((VerificationLevel)random.Next(3), Now, random.Next(4) > 0)).ToArray();
            var set = random.Next(6) == 0 ? Other((BackupState)random.Next(1, 4), time, database)
                : Complete(time, database, random.Next(8) == 0 ? "2" : "1", random.Next(10) == 0 ? Now : null, i + 2, proofs);
            sets.Add(random.Next(12) == 0 ? set with { Pinned = true } : set);
        }

        return sets;
    }

    private static RetentionPolicy RandomPolicy(Random random) => new()
    {
        KeepLast = Count(random), KeepHourly = Count(random), KeepDaily = Count(random), KeepWeekly = Count(random), KeepMonthly = Count(random), KeepYearly = Count(random),
        KeepWithin = random.Next(4) == 0 ? TimeSpan.FromHours(random.Next(1, 500)) : null,
        RequireProof = random.Next(3) == 0 ? (VerificationLevel)random.Next(3) : null,
        IncludeIncomplete = random.Next(2) == 0,
        Zone = Zones[random.Next(Zones.Length)],
    };

    private static int? Count(Random random) => random.Next(3) == 0 ? random.Next(0, 6) : null;
}

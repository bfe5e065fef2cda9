using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Journal;
using EventLinkDr.Operations.Replication;

namespace EventLinkDr.Core.Tests.Operations.Replication;

public sealed class SwitchPlannerTests
{
    private static readonly ReplicationStatus Primary = new()
    {
        Server = "old", Time = DateTimeOffset.UnixEpoch, Role = ServerRole.Primary, SystemIdentifier = "7", Timeline = 3, CurrentLsn = new LogSequenceNumber(5_000_000),
        Standbys = [new AttachedStandby { Name = "standby" }],
    };

    private static readonly ReplicationStatus Standby = new()
    {
        Server = "new", Time = DateTimeOffset.UnixEpoch, Role = ServerRole.Standby, SystemIdentifier = "7", Timeline = 3, Receiver = "streaming",
        ReceivedLsn = new LogSequenceNumber(5_000_000), ReplayedLsn = new LogSequenceNumber(4_999_000),
    };

    private static readonly SwitchFacts Facts = new()
    {
        Database = "eventlink", PrimaryName = "old", StandbyName = "new", Primary = Primary, Standby = Standby, Fence = InstanceFenceStatus.Unavailable, FenceName = "container db",
        Services = ["backend"], ServiceHost = "10.0.0.2", ServicePort = 5432, RedirectName = "DATABASE_URL", JournalPath = "/state/switch.json",
    };

    private static readonly InstanceFenceStatus Container = new() { Available = true, Running = true, Control = new ServerControl("7", false, default, 3) };

    [Fact]
    public void Plan_Switchover_FencesBeforeItPromotesAndStartsServicesLast()
    {
        var plan = SwitchPlanner.Plan(new SwitchOptions(), Facts with { Fence = Container });
        Assert.Equal(
            [PlanEffect.Stop, PlanEffect.Alter, PlanEffect.Prove, PlanEffect.Read, PlanEffect.Stop, PlanEffect.Alter, PlanEffect.Alter, PlanEffect.Prove, PlanEffect.Alter, PlanEffect.Start],
            plan.Steps.Select(step => step.Effect));
        Assert.Equal(1000, plan.LagBytes);
        Assert.Equal("10.0.0.2:5432", plan.ServiceAddress);
    }

    public static TheoryData<string, string> Unfit => new()
    {
        { "paused", "is paused" }, { "promoted", "is no standby" }, { "other", "different servers" }, { "timeline", "another timeline" }, { "lag", "too far behind" },
        { "delayed", "holds replay back" }, { "two standbys", "is a standby itself" }, { "role", "in spite of a read-only database" }, { "cut", "does not receive" },
        { "other container", "different servers" }, { "loopback", "address of this host" }, { "no address", "not known" },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public void Plan_PairThatDoesNotFit_IsRefused(string how, string why)
    {
        var facts = how switch
        {
            "paused" => Facts with { Standby = Standby with { ReplayPaused = true } },
            "promoted" => Facts with { Standby = Standby with { Role = ServerRole.Primary } },
            "other" => Facts with { Standby = Standby with { SystemIdentifier = "8" } },
            "timeline" => Facts with { Standby = Standby with { Timeline = 2 } },
            "lag" => Facts with { Standby = Standby with { ReplayedLsn = new LogSequenceNumber(1) } },
            "delayed" => Facts with { ApplyDelay = TimeSpan.FromHours(1) },
            "two standbys" => Facts with { Primary = Primary with { Role = ServerRole.Standby } },
            "role" => Facts with { RolesBeyondFence = ["app"] },
            "cut" => Facts with { Primary = Primary with { Standbys = [] }, Standby = Standby with { Receiver = null } },
            "other container" => Facts with { Fence = Container with { Control = new ServerControl("9", false, default, 3) } },
            "no address" => Facts with { ServiceHost = null },
            _ => Facts with { ServiceHost = "127.0.0.1" },
        };
        var error = Assert.Throws<DrException>(() => SwitchPlanner.Plan(new SwitchOptions { MaximumLag = 1_000_000 }, facts));
        Assert.Equal("SwitchRefused", error.Id);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_Failover_NeedsProofOrConsent()
    {
        var gone = Facts with { Primary = null, PrimaryProblem = "no route" };
        Assert.Equal("ServerUnreachable", Refusal(new SwitchOptions(), gone));
        Assert.Equal("OldPrimaryWritable", Refusal(new SwitchOptions { Failover = true }, gone));
        // A container that can be stopped is proof to come; so is an old primary that can be asked.
        Assert.Equal(SwitchMode.Failover, SwitchPlanner.Plan(new SwitchOptions { Failover = true }, gone with { Fence = Container with { Running = false } }).Mode);
        SwitchPlanner.Plan(new SwitchOptions { Failover = true }, Facts);
        SwitchPlanner.Plan(new SwitchOptions { Failover = true, AcceptDataLoss = true }, gone);
        Assert.Equal("OldPrimaryWritable", Refusal(new SwitchOptions { Failover = true }, Facts with { RolesBeyondFence = ["app"] }));
        Assert.Equal("ServerUnreachable", Refusal(new SwitchOptions { Failover = true }, Facts with { Standby = null, StandbyProblem = "no route" }));
    }

    [Fact]
    public void Plan_Failover_RefusesAStandbyLeftBehindAtAnEarlierPromotion()
    {
        var failover = new SwitchOptions { Failover = true };
        Assert.Equal("SwitchRefused", Refusal(failover, Facts with { Standby = Standby with { Timeline = 2 } }));
        // Nobody answers, but the stopped container's control file tells.
        var gone = Facts with { Primary = null, PrimaryProblem = "no route", Fence = Container with { Running = false, Control = new ServerControl("7", false, default, 4) } };
        Assert.Equal("SwitchRefused", Refusal(failover, gone));
        Assert.Equal(SwitchMode.Failover, SwitchPlanner.Plan(failover with { AcceptDataLoss = true }, gone).Mode);
    }

    [Fact]
    public void Plan_Unfinished_IsNamedAndOnlyGoesOnWhenToldTo()
    {
        var facts = Facts with { Unfinished = Journal(SwitchStep.Fence) };
        Assert.Equal("SwitchUnfinished", Refusal(new SwitchOptions(), facts));
        Assert.Equal("SwitchUnfinished", Refusal(new SwitchOptions { Failover = true, AcceptDataLoss = true }, facts));
        Assert.Equal("SwitchNotFound", Refusal(new SwitchOptions { Resume = true }, Facts));
        Assert.Equal("SwitchRefused", Refusal(new SwitchOptions { Resume = true, RollBack = true }, facts));
        SwitchPlanner.Plan(new SwitchOptions { Resume = true }, facts);
        Assert.Equal(PlanEffect.Start, SwitchPlanner.Plan(new SwitchOptions { RollBack = true }, facts).Steps[^1].Effect);
    }

    [Fact]
    public void Plan_ToldToPromote_IsNotTakenBackUnlessTheStandbyIsGivenUp()
    {
        var facts = Facts with { Unfinished = Journal(SwitchStep.Promote) };
        Assert.Equal("OldPrimaryWritable", Refusal(new SwitchOptions { RollBack = true }, facts));
        SwitchPlanner.Plan(new SwitchOptions { RollBack = true, AcceptDataLoss = true }, facts with { Standby = null });
        var promoted = facts with { Standby = Standby with { Role = ServerRole.Primary, Timeline = 4 } };
        Assert.Equal("SwitchRefused", Refusal(new SwitchOptions { RollBack = true, AcceptDataLoss = true }, promoted));
        Assert.DoesNotContain(SwitchPlanner.Plan(new SwitchOptions { Resume = true }, promoted).Steps, step => step.Description.StartsWith("promote", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_ResumedAfterTheOldPrimaryWasClosed_NeedsItNoMore()
    {
        var closed = Facts with { Primary = null, PrimaryProblem = "stopped", Unfinished = Journal(SwitchStep.Close), Fence = Container with { Running = false, StartsAsStandby = true } };
        Assert.Equal(SwitchMode.Switchover, SwitchPlanner.Plan(new SwitchOptions { Resume = true }, closed).Mode);
        Assert.Equal("ServerUnreachable", Refusal(new SwitchOptions { Resume = true }, closed with { Fence = Container }));
    }

    [Theory]
    [InlineData("db-standby:5433", "db-standby:5433")]
    [InlineData("[fd00::2]:5432", "fd00::2:5432")]
    [InlineData("db-standby", null)]
    [InlineData("db-standby:0", null)]
    [InlineData(":5432", null)]
    public void Plan_ServiceAddress_IsTakenOrRefused(string given, string? expected)
    {
        var options = new SwitchOptions { ServiceAddress = given };
        if (expected is null) Assert.Equal("SwitchRefused", Refusal(options, Facts));
        else Assert.Equal(expected, SwitchPlanner.Plan(options, Facts).ServiceAddress);
    }

    private static string Refusal(SwitchOptions options, SwitchFacts facts) => Assert.Throws<DrException>(() => SwitchPlanner.Plan(options, facts)).Id;

    private static JournalContent<SwitchRecord> Journal(string begun) => new(Guid.NewGuid(), "switch", "", "0", "ops", DateTimeOffset.UnixEpoch,
        new SwitchRecord { Mode = SwitchMode.Switchover, Database = "eventlink", Primary = "old", Standby = "new", SystemIdentifier = "7", Timeline = 3, Services = ["backend"] })
    {
        Steps = [new JournalStep(begun, DateTimeOffset.UnixEpoch, null)],
    };
}

using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Operations.Rollback;
using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Core.Tests.Operations.Rollback;

public sealed class UndoPlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 7, 45, 0, TimeSpan.Zero);

    private static readonly UndoFacts Facts = new()
    {
        Server = "eventlink@db:5432", Database = "eventlink", Current = new DatabaseIdentity(5, "eventlink"), Kept = [Kept("newer", 1), Kept("older", 2)],
        DatabaseNames = ["eventlink", "newer", "older"], Busy = false, InRecovery = false, Services = ["backend"], Leftovers = LeftoverReport.Empty, Time = Now,
    };

    [Fact]
    public void Plan_TakesTheNewest_AndKeepsTheCurrent()
    {
        var plan = UndoPlanner.Plan(null, Facts);
        Assert.Equal("newer", plan.Serves.Name);
        Assert.Equal("eventlink_before_20261123t074500z", plan.CurrentBecomes);
        Assert.Equal([PlanEffect.Stop, PlanEffect.Stop, PlanEffect.Rename, PlanEffect.Rename, PlanEffect.Start], plan.Steps.Select(step => step.Effect));
    }

    [Fact]
    public void Plan_NewestIsBroken_TakesTheNext() =>
        Assert.Equal("older", UndoPlanner.Plan(null, Facts with { Kept = [Kept("newer", 1) with { IsBroken = true }, Kept("older", 2)] }).Serves.Name);

    [Fact]
    public void Plan_NamedOneIsBroken_IsRefused() =>
        Assert.Equal("RollbackNotFound", Refused("newer", Facts with { Kept = [Kept("newer", 1) with { IsBroken = true }] }).Id);

    [Fact]
    public void Plan_NoCurrent_RenamesOnly()
    {
        var plan = UndoPlanner.Plan("older", Facts with { Current = null });
        Assert.Null(plan.CurrentBecomes);
        Assert.Single(plan.Steps, step => step.Effect == PlanEffect.Rename);
    }

    [Fact]
    public void Plan_UnknownName_IsRefusedWithTheNamesThereAre() => Assert.Contains("newer, older", Refused("other", Facts).Message, StringComparison.Ordinal);

    [Fact]
    public void Plan_Busy_IsRefused() => Assert.Equal("RestoreInProgress", Refused(null, Facts with { Busy = true }).Id);

    [Fact]
    public void Plan_Standby_IsRefused() => Assert.Equal("ServerReadOnly", Refused(null, Facts with { InRecovery = true }).Id);

    private static MarkedDatabase Kept(string name, int hoursAgo) => new(new DatabaseIdentity(7, name),
        new DatabaseMark { State = DatabaseMarkState.Kept, Run = Guid.Empty, Oid = 7, Database = "eventlink", Time = Now.AddHours(-hoursAgo) }, 1, 0, false, false);

    private static DrException Refused(string? name, UndoFacts facts) => Assert.Throws<DrException>(() => UndoPlanner.Plan(name, facts));
}

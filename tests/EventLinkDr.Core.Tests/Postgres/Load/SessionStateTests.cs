using EventLinkDr.Postgres.Dump;
using EventLinkDr.Postgres.Load;

namespace EventLinkDr.Core.Tests.Postgres.Load;

public sealed class SessionStateTests
{
    [Fact]
    public void Difference_BringsASessionFromOneStateToAnother()
    {
        var state = new SessionState();
        var empty = state.Current;
        state.Record(new SessionChange("search_path", "a"), "SET search_path = a;");
        state.Record(new SessionChange("role", "bob"), "SET ROLE bob;");
        var middle = state.Current;
        state.Record(new SessionChange("search_path", "b"), "SET search_path = b;");
        state.Record(new SessionChange("role", null) { IsReset = true }, "RESET ROLE;");
        state.Record(new SessionChange("session_authorization", "eve"), "SET SESSION AUTHORIZATION eve;");
        Assert.Equal("SET search_path = a;\nSET ROLE bob;", SessionState.Difference(empty, middle));
        Assert.Equal("RESET ROLE;\nSET search_path = b;\nSET SESSION AUTHORIZATION eve;", SessionState.Difference(middle, state.Current));
        Assert.Equal("RESET SESSION AUTHORIZATION;\nSET search_path = a;\nSET ROLE bob;", SessionState.Difference(state.Current, middle));
        Assert.Equal("RESET search_path;\nRESET ROLE;", SessionState.Difference(middle, empty));
        Assert.Equal("", SessionState.Difference(middle, middle));
    }
}

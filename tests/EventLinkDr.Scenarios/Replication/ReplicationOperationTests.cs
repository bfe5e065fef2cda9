using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Replication;
using EventLinkDr.Postgres;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Replication;

public sealed class ReplicationOperationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetStatus_OfAPair_TellsBothSides()
    {
        await using var pair = await StandbyPair.StartAsync(Token);
        await StandbyPair.ExecuteAsync(pair.Primary, StandbyPair.Database, "CREATE TABLE public.t AS SELECT generate_series(1, 1000)");

        ReplicationStatus primary, standby;
        do
        {
            primary = await StatusAsync(pair.Primary, pair.PrimaryTarget);
            standby = await StatusAsync(pair.Standby, pair.StandbyTarget);
        }
        while (standby.ReplayedLsn < primary.CurrentLsn || standby.LagBytes != 0);

        Assert.Equal((ServerRole.Primary, ServerRole.Standby), (primary.Role, standby.Role));
        Assert.Equal(primary.SystemIdentifier, standby.SystemIdentifier);
        Assert.Equal((1, 1), (primary.Timeline, standby.Timeline));
        Assert.Null(primary.ReplayedLsn);
        Assert.Null(standby.CurrentLsn);
        Assert.Equal(TimeSpan.Zero, standby.Lag);
        Assert.Equal("streaming", standby.Receiver);
        Assert.NotNull(standby.LastReplayedCommit);
        var attached = Assert.Single(primary.Standbys);
        Assert.Equal(("standby", "streaming", "async", "127.0.0.1"), (attached.Name, attached.State, attached.SyncState, attached.Address));
    }

    [Fact]
    public async Task GetStatus_ReplayPaused_TellsHowFarItIsBehind()
    {
        await using var pair = await StandbyPair.StartAsync(Token);
        await StandbyPair.ExecuteAsync(pair.Standby, StandbyPair.Database, "SELECT pg_wal_replay_pause()");
        await StandbyPair.ExecuteAsync(pair.Primary, StandbyPair.Database, "CREATE TABLE public.t AS SELECT generate_series(1, 1000)");

        ReplicationStatus standby;
        do standby = await StatusAsync(pair.Standby, pair.StandbyTarget);
        while (standby.LagBytes is null or < 10_000 || standby.ReceivedLsn <= standby.ReplayedLsn);

        Assert.True(standby.ReplayPaused);
    }

    private static Task<ReplicationStatus> StatusAsync(IPostgresServer server, EventLinkTarget target) =>
        new ReplicationOperation(new ServerDeployment(target, server)).GetStatusAsync(Token);

    private sealed class ServerDeployment(EventLinkTarget target, IPostgresServer server) : IDeployment
    {
        public EventLinkTarget Target => target;

        public IPostgresServer Server => server;

        public IServiceControl Services { get; } = new NoServices();

        public Task<IPgDump> GetPgDumpAsync(PostgresVersion serverVersion, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

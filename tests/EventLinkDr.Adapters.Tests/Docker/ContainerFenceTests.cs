using EventLinkDr.Hosting;
using EventLinkDr.TestKit;

namespace EventLinkDr.Adapters.Tests.Docker;

public sealed class ContainerFenceTests(DockerEngineFixture docker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Raise_StartedAgain_IsAStandbyAndLiftedTakesWrites()
    {
        var engine = await docker.RequireAsync();
        var id = await docker.RunPostgresAsync();
        var fence = new ContainerFence(engine, id);
        var before = await fence.GetStatusAsync(Token);
        Assert.Equal((true, true, false, false), (before.Available, before.Running, before.StartsAsStandby, before.Fenced));
        Assert.Equal(await SqlAsync(id, "SELECT system_identifier FROM pg_control_system()"), before.Control!.SystemIdentifier);
        Assert.False(before.Control.CleanlyStopped);
        var end = await SqlAsync(id, "SELECT pg_current_wal_lsn()");

        // Killed between its two steps, it is done again.
        for (var again = 0; again < 2; again++) await fence.RaiseAsync(TimeSpan.FromSeconds(30), Token);

        var raised = await fence.GetStatusAsync(Token);
        Assert.True(raised.Fenced);
        Assert.True(raised.Control!.CleanlyStopped);
        Assert.True(raised.Control.Checkpoint >= Model.LogSequenceNumber.Parse(end));

        // What docker compose up -d does.
        await engine.StartAsync(id, Token);
        await docker.WaitForPostgresAsync(id);
        Assert.Equal("t", await SqlAsync(id, "SELECT pg_is_in_recovery()"));
        Assert.False((await fence.GetStatusAsync(Token)).Fenced);

        await fence.RaiseAsync(TimeSpan.FromSeconds(30), Token);
        await fence.LiftAsync(run: true, Token);
        await docker.WaitForPostgresAsync(id);
        Assert.Equal("f", await SqlAsync(id, "SELECT pg_is_in_recovery()"));
        Assert.Equal("INSERT 0 1", await SqlAsync(id, "CREATE TEMP TABLE t (a int); INSERT INTO t VALUES (1)"));
        Assert.False((await fence.GetStatusAsync(Token)).StartsAsStandby);
    }

    [Fact]
    public async Task Lift_OfOneThatDidNotRun_LeavesItStopped()
    {
        var engine = await docker.RequireAsync();
        var id = await docker.RunPostgresAsync();
        await engine.StopAsync(id, null, Token);
        var fence = new ContainerFence(engine, id);
        await fence.RaiseAsync(TimeSpan.FromSeconds(30), Token);
        Assert.True((await fence.GetStatusAsync(Token)).Fenced);
        await fence.LiftAsync(run: false, Token);
        var after = await fence.GetStatusAsync(Token);
        Assert.Equal((false, false), (after.Running, after.StartsAsStandby));
    }

    [Fact]
    public async Task GetStatus_NoContainerOrNoDatabase_ProvesNothing()
    {
        var engine = await docker.RequireAsync();
        Assert.False((await new ContainerFence(engine, "no-such").GetStatusAsync(Token)).Available);
        Assert.False((await new ContainerFence(engine, await docker.RunIdleAsync()).GetStatusAsync(Token)).Available);
    }

    private async Task<string> SqlAsync(string container, string sql)
    {
        var (exitCode, output, error) = await ContainerProgram.RunAsync(await docker.RequireAsync(), container,
            new ContainerCommand("psql", "-X", "-A", "-t", "-U", "eventlink", "-d", "eventlink", "-c", sql), Token);
        Assert.True(exitCode == 0, error);
        return output.Trim().Split('\n')[^1];
    }
}

using System.Net;
using System.Net.Http.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Operations.Replication;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Replication;

/// <summary>A switch of containers, and what docker-compose does afterwards: there is never a second primary.</summary>
public sealed class ContainerSwitchTests(DockerEngineFixture docker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Switchover_OfAProject_KeepsEveryWriteAndComposeBringsBackNoSecondPrimary()
    {
        await using var pair = await ComposedPair.StartAsync(docker);
        await WriteLoad.CreateTableAsync(pair.Parties.Primary);
        await using var load = new WriteLoad(pair.Parties.Primary, clients: 2);
        await load.WaitForAsync(20);

        // Not stopped in order, it may have written what nobody saw: then nothing is promoted.
        await pair.HinderOrderlyStopAsync();
        var unclean = await Assert.ThrowsAnyAsync<DrException>(() => pair.SwitchAsync(pair.Options with { StopTimeout = TimeSpan.Zero }));
        Assert.Equal("TimedOut", unclean.Id);
        Assert.True(await SwitchScene.WritableAsync(pair.Parties.Primary));
        await pair.WaitAsync("backend");
        await pair.WaitForStandbyAsync();

        // Killed once the old primary is closed. Compose starts its container again, but not as a primary.
        await Assert.ThrowsAsync<SwitchScene.Killed>(() => pair.SwitchAsync(pair.Options, KillAt(SwitchStep.Promote)));
        await pair.Project.Containers.StartAsync((await pair.Project.InspectAsync("db", Token)).Id, Token);
        await WaitForDatabaseAsync(pair);
        Assert.False(await SwitchScene.WritableAsync(pair.Parties.Primary));

        var back = await pair.SwitchAsync(pair.Options with { RollBack = true });
        Assert.Equal(SwitchOutcome.RolledBack, back.Outcome);
        Assert.True(await SwitchScene.WritableAsync(pair.Parties.Primary));
        await pair.WaitAsync("backend");
        await pair.WaitForStandbyAsync();
        await load.WaitForAsync(20);

        var result = await pair.SwitchAsync(pair.Options);

        Assert.Equal((SwitchOutcome.Switched, 0L, TimeSpan.Zero), (result.Outcome, result.LostBytes, result.MeasuredDataLoss));
        Assert.Equal((true, true, "db-standby:5432"), (result.OldPrimaryFenced, result.OldPrimaryClosed, result.ServiceAddress));
        Assert.Equal(["backend", "worker"], result.Services.Order());
        Assert.Empty(load.Acknowledged.Select(write => write.Id).Except(await WriteLoad.ReadAsync(pair.Parties.Standby)));
        Assert.Contains("@db-standby:5432/eventlink # the primary\n", await File.ReadAllTextAsync(pair.Project.EnvFile, Token), StringComparison.Ordinal);
        await AssertServesAsync(pair, "first");

        await pair.Project.UpAsync(Token);

        await WaitForDatabaseAsync(pair);
        Assert.False(await SwitchScene.WritableAsync(pair.Parties.Primary));
        await pair.WaitAsync("backend");
        await AssertServesAsync(pair, "second");
    }

    [Fact]
    public async Task Failover_ContainerDied_IsFencedAsItIs()
    {
        await using var pair = await ComposedPair.StartAsync(docker);
        var database = await pair.Project.InspectAsync("db", Token);
        await pair.Project.Containers.StopAsync(database.Id, TimeSpan.Zero, Token);

        // Nobody has to accept anything: that it cannot come back as a primary is made sure of.
        var result = await pair.SwitchAsync(pair.Options with { Failover = true });

        Assert.Equal((SwitchMode.Failover, true, true), (result.Mode, result.OldPrimaryFenced, result.OldPrimaryClosed));
        await AssertServesAsync(pair, "after");
        await pair.Project.UpAsync(Token);
        await WaitForDatabaseAsync(pair);
        Assert.False(await SwitchScene.WritableAsync(pair.Parties.Primary));
    }

    /// <summary>An account that is made by the API stands on the new primary, and one backend and one worker use it.</summary>
    private static async Task AssertServesAsync(ComposedPair pair, string account)
    {
        Assert.Equal(("db-standby:5432", "db-standby:5432"), (await pair.AddressOfAsync("backend"), await pair.AddressOfAsync("worker")));
        var api = ComposeBackend.ApiOf(await pair.Project.InspectAsync("backend", Token))!;
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(new Uri(api, "register"),
            new { email = $"{account}@example.ro", password = "probe-password-1", confirm_password = "probe-password-1", full_name = "Probe" }, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("1", await StandbyPair.ScalarAsync(pair.Parties.Standby, $"SELECT count(*) FROM public.users WHERE email = '{account}@example.ro'"));
    }

    private async Task WaitForDatabaseAsync(ComposedPair pair) => await docker.WaitForPostgresAsync((await pair.Project.InspectAsync("db", Token)).Id);

    private static RecordingObserver KillAt(string step) => new()
    {
        OnPhase = phase => { if (phase == step) throw new SwitchScene.Killed(); },
    };
}

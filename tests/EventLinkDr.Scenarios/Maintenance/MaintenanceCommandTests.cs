using System.Text.Json;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Maintenance;

/// <summary>The program as an operator's script runs it, in the directory of the project.</summary>
public sealed class MaintenanceCommandTests(MaintenanceDeployment shared) : IClassFixture<MaintenanceDeployment>
{
    private static readonly string[] Probe = ["--probe-user", MaintenanceDeployment.Email];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Maintenance_OnAndOff_IsProven_AndHealthTellsItByItsExitCode()
    {
        var on = await RunAsync(["maintenance", "on", "--json", .. Probe]);
        Assert.Equal((0, true), (on.ExitCode, JsonDocument.Parse(on.Output).RootElement.GetProperty("api").GetBoolean()));
        Assert.Matches(@"(?m)^container +on\b", (await RunAsync("maintenance", "status")).Output);

        var sick = await RunAsync(["health", "--test-registration", .. Probe]);
        Assert.Equal(7, sick.ExitCode);
        Assert.Matches(@"(?m)^Fail +Registration +.*maintenance is on", sick.Output);
        Assert.Contains("eventlinkdr maintenance off", sick.Error, StringComparison.Ordinal);

        var plan = await RunAsync("maintenance", "off", "--what-if");
        Assert.Contains("recreate the container", plan.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(["maintenance", "off", .. Probe])).ExitCode);
        var well = await RunAsync(["health", "--test-registration", "--json", .. Probe]);
        Assert.Equal((0, true), (well.ExitCode, JsonDocument.Parse(well.Output).RootElement.GetProperty("healthy").GetBoolean()));
        Assert.DoesNotContain(MaintenanceDeployment.Password, on.Output + on.Error + sick.Output + sick.Error + well.Output + well.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_WithoutItsDatabase_TellsWhatIsAway_AndMaintenanceIsShownAllTheSame()
    {
        var deployment = await shared.RequireAsync();
        await deployment.Containers.StopAsync(deployment.NameOf("db"), null, Token);
        try
        {
            var health = await RunAsync("health", "--timeout", "1s", "--retry-count", "0");
            Assert.Equal(7, health.ExitCode);
            Assert.Matches(@"(?m)^Fail +DatabaseReachable\b", health.Output);
            var status = await RunAsync("maintenance", "status");
            Assert.Equal(0, status.ExitCode);
            Assert.Matches(@"(?m)^write fence +unknown", status.Output);
        }
        finally
        {
            await deployment.Containers.StartAsync(deployment.NameOf("db"), Token);
            await deployment.ReachDatabaseAsync(Token);
            await deployment.WaitAsync("backend", Token);
        }
    }

    private async Task<ProgramResult> RunAsync(params string[] arguments)
    {
        var deployment = await shared.RequireAsync();
        return await CommandLine.RunAsync(arguments, new Dictionary<string, string?>
        {
            ["DOCKER_HOST"] = deployment.Containers.Description, ["EVENTLINKDR_PROBE_PASSWORD"] = MaintenanceDeployment.Password,
        }, deployment.DirectoryPath);
    }
}

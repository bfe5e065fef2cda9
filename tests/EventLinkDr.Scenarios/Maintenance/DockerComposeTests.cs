using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Hosting.Recreation;
using EventLinkDr.Operations.Maintenance;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Docker;

namespace EventLinkDr.Scenarios.Maintenance;

/// <summary>What we do to a container and what docker-compose does with it afterwards fit together: one container, with the settings of the files.</summary>
public sealed class DockerComposeTests(DockerEngineFixture docker)
{
    private const string Flag = "MAINTENANCE_MODE_REGISTRATIONS_DISABLED";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Up_AfterMaintenanceAndAfterEveryKill_EndsWithOneHealthyBackend()
    {
        await using var project = await DockerComposeProject.StartAsync(docker, "    volumes: [/data]\n", Token);
        await ContainerReadiness.WaitAsync(project.Containers, (await project.InspectAsync("backend", Token)).Id, TimeSpan.FromSeconds(60), Token);
        var name = (await project.InspectAsync("backend", Token)).Name;
        var volume = VolumeOf(await project.InspectAsync("backend", Token));

        await SwitchAsync(project, true);
        Assert.Equal("true", (await project.InspectAsync("backend", Token)).Environment[Flag]);
        await UpAsync(project, "true");
        await SwitchAsync(project, false);
        Assert.Equal(name, (await project.InspectAsync("backend", Token)).Name);
        await UpAsync(project, "false");

        for (var steps = 1; steps <= 4; steps++)
        {
            EnvFile.Set(project.EnvFile, Flag, steps % 2 == 0 ? "false" : "true");
            await Assert.ThrowsAsync<KilledHost.KilledException>(() => new ContainerRecreator(KilledHost.Around(project.Containers, steps), NullObserver.Instance)
                .RecreateAsync(name, new Dictionary<string, string> { [Flag] = steps % 2 == 0 ? "false" : "true" }, Token));
            await UpAsync(project, steps % 2 == 0 ? "false" : "true");
        }

        // The name that compose gives while it replaces is its own; the next run of ours finds the container by its labels.
        await SwitchAsync(project, true);
        Assert.Equal(volume, VolumeOf(await project.InspectAsync("backend", Token)));
    }

    private static async Task UpAsync(DockerComposeProject project, string expected)
    {
        await project.UpAsync(Token);
        var backend = await project.InspectAsync("backend", Token);
        Assert.Equal(expected, backend.Environment[Flag]);
        await ContainerReadiness.WaitAsync(project.Containers, backend.Id, TimeSpan.FromSeconds(60), Token);
    }

    private static async Task SwitchAsync(DockerComposeProject project, bool enabled)
    {
        await using var deployment = await project.ConnectAsync(Token);
        var operation = new MaintenanceOperation(deployment);
        var status = await operation.RunAsync(await operation.PrepareAsync(new MaintenanceOptions { Enabled = enabled }, Token), NullObserver.Instance, Token);
        Assert.Equal((enabled, enabled), (status.File, status.Container));
    }

    private static string VolumeOf(ContainerDetails container) =>
        container.Raw.GetProperty("Mounts").EnumerateArray().Single(mount => mount.GetProperty("Destination").GetString() == "/data").GetProperty("Name").GetString()!;
}

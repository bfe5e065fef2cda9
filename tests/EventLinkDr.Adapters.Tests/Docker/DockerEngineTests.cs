using System.Formats.Tar;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using EventLinkDr.Adapters.Docker;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.TestKit;

namespace EventLinkDr.Adapters.Tests.Docker;

public sealed class DockerEngineTests(DockerEngineFixture docker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetEngine_NegotiatesAVersionThatBothKnow()
    {
        var engine = await (await docker.RequireAsync()).GetEngineAsync(Token);
        Assert.NotEmpty(engine.Id);
        Assert.NotEmpty(engine.Version);
        Assert.InRange(engine.ApiVersion, new Version(1, 41), new Version(1, 47));
    }

    [Fact]
    public async Task Container_ThroughItsLife_IsSeenAsItIs()
    {
        var engine = await docker.RequireAsync();
        var image = await docker.PostgresImageAsync();
        var name = docker.NewName();
        var id = await engine.CreateAsync(name, new JsonObject
        {
            ["Image"] = image,
            ["Entrypoint"] = new JsonArray("sh", "-c", "sleep 100000"),
            ["Env"] = new JsonArray("SECRET=a=b", "EMPTY="),
            ["Labels"] = new JsonObject { ["test.name"] = name, ["other"] = "x" },
            ["ExposedPorts"] = new JsonObject { ["5432/tcp"] = new JsonObject() },
            ["HostConfig"] = new JsonObject
            {
                ["PortBindings"] = new JsonObject { ["5432/tcp"] = new JsonArray(new JsonObject { ["HostIp"] = "127.0.0.1", ["HostPort"] = "" }) },
            },
        }, Token);

        var created = await engine.InspectAsync(id, Token);
        Assert.Equal((name, ContainerState.Created, ContainerHealth.None), (created.Name, created.State, created.Health));
        Assert.Null(created.StartedAt);
        Assert.Equal(("a=b", ""), (created.Environment["SECRET"], created.Environment["EMPTY"]));
        Assert.Equal("x", created.Labels["other"]);
        Assert.Equal((await engine.FindImageAsync(image, Token))!.Id, created.ImageId);
        Assert.DoesNotContain("a=b", created.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("a=b", System.Text.Json.JsonSerializer.Serialize(created), StringComparison.Ordinal);

        await engine.StartAsync(id, Token);
        await engine.StartAsync(id, Token);
        await engine.RenameAsync(id, name + "-b", Token);
        var running = await engine.InspectAsync(name + "-b", Token);
        Assert.Equal(ContainerState.Running, running.State);
        Assert.NotNull(running.StartedAt);
        Assert.True(IPAddress.TryParse(Assert.Single(running.Networks).Address, out _));
        var port = Assert.Single(running.Ports);
        Assert.Equal((5432, "127.0.0.1"), (port.Port, port.HostAddress));
        Assert.InRange(port.HostPort, 1, 65535);
        var listed = Assert.Single(await engine.ListAsync(["test.name=" + name, "other"], Token));
        Assert.Equal((id, name + "-b", ContainerState.Running, running.ImageId), (listed.Id, listed.Name, listed.State, listed.ImageId));
        Assert.Empty(await engine.ListAsync(["test.name=" + name, "absent"], Token));

        var waiting = engine.WaitAsync(id, Token);
        await engine.StopAsync(id, TimeSpan.Zero, Token);
        await engine.StopAsync(id, null, Token);
        Assert.Equal(137, await waiting);
        var stopped = await engine.InspectAsync(id, Token);
        Assert.Equal((ContainerState.Exited, 137), (stopped.State, stopped.ExitCode));

        await engine.RemoveAsync(id, force: false, withVolumes: true, Token);
        await engine.RemoveAsync(id, force: false, withVolumes: true, Token);
        Assert.Equal("ContainerNotFound", (await Assert.ThrowsAnyAsync<DrException>(() => engine.InspectAsync(id, Token))).Id);
    }

    [Fact]
    public async Task EveryCall_OnAContainerThatIsNotThere_SaysSo()
    {
        var engine = await docker.RequireAsync();
        Func<Task>[] calls =
        [
            () => engine.InspectAsync("no-such", Token),
            () => engine.RenameAsync("no-such", "x", Token),
            () => engine.StartAsync("no-such", Token),
            () => engine.StopAsync("no-such", null, Token),
            () => engine.WaitAsync("no-such", Token),
            () => engine.ReadLogAsync("no-such", 1, Token),
            () => engine.ExecAsync("no-such", new ContainerCommand("true"), Token),
            () => engine.CopyInAsync("no-such", "/tmp", new MemoryStream(new byte[1024]), Token),
            () => engine.CopyOutAsync("no-such", "/tmp", (_, _) => Task.CompletedTask, Token),
        ];
        foreach (var call in calls)
        {
            var error = await Assert.ThrowsAnyAsync<DrException>(call);
            Assert.Equal("ContainerNotFound", error.Id);
            Assert.Contains("no-such", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Create_Refused_GivesTheEnginesMessage()
    {
        var engine = await docker.RequireAsync();
        var error = await Assert.ThrowsAnyAsync<DrException>(() => engine.CreateAsync(null, new JsonObject { ["Image"] = "no/such-image:1" }, Token));
        Assert.Equal("EngineError", error.Id);
        Assert.Contains("no/such-image", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_Imported_AreFoundByNameAndLabel()
    {
        var engine = await docker.RequireAsync();
        var files = new TestKit.Docker.RootFileSystem().Text("/hello", "hello");
        using var archive = new MemoryStream();
        await files.WriteAsync(archive, Token);
        archive.Position = 0;
        var id = await engine.ImportImageAsync("eventlinkdr-test/hello:1", archive, ["LABEL test.hello=\"a b\"", "ENV A=1"], Token);
        var image = await engine.FindImageAsync("eventlinkdr-test/hello:1", Token);
        Assert.Equal((id, "a b"), (image!.Id, image.Labels["test.hello"]));
        Assert.Equal(id, Assert.Single(await engine.ListImagesAsync(["test.hello=a b"], Token)).Id);
        Assert.Contains("eventlinkdr-test/hello:1", (await engine.ListImagesAsync(["test.hello"], Token))[0].Names);
        Assert.Null(await engine.FindImageAsync("eventlinkdr-test/hello:2", Token));
    }

    [Fact]
    public async Task ImportImage_OfSomethingThatIsNoArchive_Fails()
    {
        var engine = await docker.RequireAsync();
        var error = await Assert.ThrowsAnyAsync<DrException>(() =>
            engine.ImportImageAsync("eventlinkdr-test/bad:1", new MemoryStream(Encoding.UTF8.GetBytes(new string('x', 4096))), [], Token));
        Assert.Equal("EngineError", error.Id);
    }

    [Fact]
    public async Task PullImage_WithoutARegistry_Fails()
    {
        var engine = await docker.RequireAsync();
        var error = await Assert.ThrowsAnyAsync<DrException>(() => engine.PullImageAsync("127.0.0.1:1/no/such:1", Token));
        Assert.Equal("EngineError", error.Id);
    }

    [Fact]
    public async Task ReadLog_KeepsTheTwoStreamsApartAndTheirLinesWhole()
    {
        var engine = await docker.RequireAsync();
        // The sixty thousand characters come in several frames.
        var script = "echo one; sleep 0.2; echo two >&2; sleep 0.2; i=0; while [ $i -lt 6000 ]; do printf 0123456789; i=$((i + 1)); done; echo; printf 'last'";
        var id = await docker.RunAsync(await docker.PostgresImageAsync(), new JsonObject { ["Entrypoint"] = new JsonArray("sh", "-c", script) });
        Assert.Equal(0, await engine.WaitAsync(id, Token));
        var lines = await engine.ReadLogAsync(id, 100, Token);
        Assert.Equal([ContainerChannel.Output, ContainerChannel.Error, ContainerChannel.Output, ContainerChannel.Output], lines.Select(line => line.Channel));
        Assert.Equal(["one", "two", string.Concat(Enumerable.Repeat("0123456789", 6000)), "last"], lines.Select(line => line.Text));
    }

    [Fact]
    public async Task ReadLog_OfAContainerWithATerminal_IsPlain()
    {
        var engine = await docker.RequireAsync();
        var id = await docker.RunAsync(await docker.PostgresImageAsync(), new JsonObject { ["Entrypoint"] = new JsonArray("sh", "-c", "echo one; echo two"), ["Tty"] = true });
        await engine.WaitAsync(id, Token);
        Assert.Equal(["one", "two"], (await engine.ReadLogAsync(id, 10, Token)).Select(line => line.Text));
    }

    [Fact]
    public async Task CopyInAndOut_CarryFilesBothWays()
    {
        var engine = await docker.RequireAsync();
        var id = await docker.RunIdleAsync();
        var content = new byte[3_000_000];
        new Random(1).NextBytes(content);
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, leaveOpen: true)) writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "ș file") { DataStream = new MemoryStream(content) });
        archive.Position = 0;
        await engine.CopyInAsync(id, "/root", archive, Token);

        byte[]? copied = null;
        await engine.CopyOutAsync(id, "/root/ș file", async (stream, token) =>
        {
            await using var reader = new TarReader(stream);
            var entry = await reader.GetNextEntryAsync(copyData: true, token);
            copied = new byte[entry!.Length];
            await entry.DataStream!.ReadExactlyAsync(copied, token);
        }, Token);
        Assert.Equal(content, copied);
        var missing = await Assert.ThrowsAnyAsync<DrException>(() => engine.CopyOutAsync(id, "/no/such", (_, _) => Task.CompletedTask, Token));
        Assert.Equal("EngineError", missing.Id);
        Assert.Contains("/no/such", missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unix:///no/such/socket")]
    [InlineData("tcp://127.0.0.1:1")]
    public async Task Call_WithoutAnEngine_IsUnreachable(string address)
    {
        await using var engine = new DockerEngine(EngineAddress.Parse(address, null));
        var error = await Assert.ThrowsAnyAsync<DrException>(() => engine.ListAsync([], Token));
        Assert.Equal("EngineUnreachable", error.Id);
        Assert.Contains(address, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_Cancelled_StopsAtOnce()
    {
        var engine = await docker.RequireAsync();
        var id = await docker.RunIdleAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = engine.WaitAsync(id, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}

using System.Security.Cryptography;
using System.Text;
using EventLinkDr.Adapters.Docker;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Docker;

namespace EventLinkDr.Adapters.Tests.Docker;

public sealed class ContainerExecTests(DockerEngineFixture docker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("unix")]
    [InlineData("tcp")]
    [InlineData("tls")]
    public async Task Exec_LargeInputAndOutputAtOnce_ArriveWholeAndTheInputEndsAlone(string transport)
    {
        var own = await docker.RequireAsync();
        await using var proxy = new EngineProxy(own.Address.Path);
        await using var engine = new DockerEngine(transport switch
        {
            "unix" => own.Address,
            "tcp" => EngineAddress.Parse(proxy.Address, null),
            _ => await docker.RequireTlsAsync(),
        });
        var id = await docker.RunIdleAsync();
        // Only after the end of its input does the last line come: without a half-close this would never end.
        await using var exec = await engine.ExecAsync(id, new ContainerCommand("sh", "-c", "cat; echo done; exit 7") { AttachInput = true }, Token);
        var sent = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var writing = Task.Run(async () =>
        {
            var random = new Random(1);
            var block = new byte[100_000];
            for (var i = 0; i < 400; i++)
            {
                random.NextBytes(block);
                sent.AppendData(block);
                await exec.WriteAsync(block, Token);
            }

            sent.AppendData("done\n"u8);
            await exec.CloseInputAsync(Token);
        }, Token);
        using var received = SHA256.Create();
        var (exitCode, error) = await ContainerProgram.FinishAsync(exec, async (output, token) => await received.ComputeHashAsync(output, token), Token);
        await writing;
        Assert.Equal(sent.GetHashAndReset(), received.Hash);
        Assert.Equal((7, ""), (exitCode, error));
    }

    [Fact]
    public async Task Exec_WithoutInput_ReadsTheEndAtOnce()
    {
        var engine = await docker.RequireAsync();
        var (exitCode, output, error) = await ContainerProgram.RunAsync(engine, await docker.RunIdleAsync(), new ContainerCommand("sh", "-c", "cat; echo out; echo err >&2"), Token);
        Assert.Equal((0, "out\n", "err"), (exitCode, output, error));
    }

    [Fact]
    public async Task Exec_OutputAndErrorsMixed_AreKeptApart()
    {
        var engine = await docker.RequireAsync();
        const string Script = "i=0; while [ $i -lt 2000 ]; do echo out$i; echo err$i >&2; i=$((i + 1)); done";
        await using var exec = await engine.ExecAsync(await docker.RunIdleAsync(), new ContainerCommand("sh", "-c", Script), Token);
        StringBuilder[] text = [new(), new()];
        // A buffer smaller than a frame cuts every frame.
        var buffer = new byte[3];
        while (await exec.ReadAsync(buffer, Token) is { Count: > 0 } piece)
            text[(int)piece.Channel].Append(Encoding.ASCII.GetString(buffer, 0, piece.Count));
        Assert.Equal(string.Concat(Enumerable.Range(0, 2000).Select(i => $"out{i}\n")), text[(int)ContainerChannel.Output].ToString());
        Assert.Equal(string.Concat(Enumerable.Range(0, 2000).Select(i => $"err{i}\n")), text[(int)ContainerChannel.Error].ToString());
    }

    [Fact]
    public async Task Exec_EnvironmentAndUser_AreThoseGiven()
    {
        var engine = await docker.RequireAsync();
        var command = new ContainerCommand("sh", "-c", "echo \"$SECRET $(id -u)\"") { Environment = new Dictionary<string, string> { ["SECRET"] = "a='b\" ș" }, User = "postgres" };
        var (_, output, _) = await ContainerProgram.RunAsync(engine, await docker.RunIdleAsync(), command, Token);
        Assert.Equal("a='b\" ș 70\n", output);
        Assert.DoesNotContain("SECRET", command.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exec_ProgramThatIsNotThere_HasTheShellsExitCode()
    {
        var engine = await docker.RequireAsync();
        var (exitCode, _, _) = await ContainerProgram.RunAsync(engine, await docker.RunIdleAsync(), new ContainerCommand("no-such-program"), Token);
        Assert.InRange(exitCode, 126, 127);
    }

    [Fact]
    public async Task Exec_InAContainerThatDoesNotRun_IsRefused()
    {
        var engine = await docker.RequireAsync();
        var id = await docker.RunIdleAsync();
        await engine.StopAsync(id, TimeSpan.Zero, Token);
        Assert.Equal("EngineError", (await Assert.ThrowsAnyAsync<DrException>(() => engine.ExecAsync(id, new ContainerCommand("true"), Token))).Id);
    }

    [Fact]
    public async Task Read_Cancelled_StopsAndTheProgramSeesTheEndOfItsInput()
    {
        var engine = await docker.RequireAsync();
        await using var exec = await engine.ExecAsync(await docker.RunIdleAsync(), new ContainerCommand("cat") { AttachInput = true }, Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var reading = exec.ReadAsync(new byte[10], stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);
        await exec.DisposeAsync();
        Assert.Equal(0, await exec.WaitForExitAsync(Token));
    }

    [Fact]
    public async Task Read_TheConnectionIsCut_IsAnErrorAndNoEnd()
    {
        var own = await docker.RequireAsync();
        await using var proxy = new EngineProxy(own.Address.Path);
        await using var engine = new DockerEngine(EngineAddress.Parse(proxy.Address, null));
        await using var exec = await engine.ExecAsync(await docker.RunIdleAsync(), new ContainerCommand("cat") { AttachInput = true }, Token);
        var reading = exec.ReadAsync(new byte[10], Token);
        proxy.Cut();
        Assert.Equal("EngineUnreachable", (await Assert.ThrowsAnyAsync<DrException>(async () => await reading)).Id);
    }

    [Fact]
    public async Task Connections_AreClosedWhateverHappens()
    {
        var own = await docker.RequireAsync();
        var id = await docker.RunIdleAsync();
        await using var proxy = new EngineProxy(own.Address.Path);
        var engine = new DockerEngine(EngineAddress.Parse(proxy.Address, null));
        for (var i = 0; i < 5; i++)
        {
            await (await engine.ExecAsync(id, new ContainerCommand("cat") { AttachInput = true }, Token)).DisposeAsync();
            await ContainerProgram.RunAsync(engine, id, new ContainerCommand("true"), Token);
            await Assert.ThrowsAnyAsync<DrException>(() => engine.ExecAsync("no-such", new ContainerCommand("true"), Token));
            await Assert.ThrowsAnyAsync<DrException>(() => engine.CopyOutAsync(id, "/no/such", (_, _) => Task.CompletedTask, Token));
            await Assert.ThrowsAnyAsync<InvalidOperationException>(() => engine.CopyOutAsync(id, "/usr", (_, _) => throw new InvalidOperationException(), Token));
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var waiting = engine.WaitAsync(id, stop.Token);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        await engine.DisposeAsync();
        while (proxy.Open > 0) await Task.Delay(20, Token);
    }

    [Fact]
    public async Task Tls_WithoutAClientCertificateTheEngineKnows_IsUnreachable()
    {
        var address = await docker.RequireTlsAsync();
        using var others = new TemporaryDirectory();
        TlsFiles.Write(others.Path);
        // The engine's own authority is trusted, our certificate comes from another one.
        File.Copy(Path.Combine(address.CertificateDirectory!, "ca.pem"), others.File("ca.pem"), overwrite: true);
        await using var engine = new DockerEngine(address with { CertificateDirectory = others.Path });
        Assert.Equal("EngineUnreachable", (await Assert.ThrowsAnyAsync<DrException>(() => engine.ListAsync([], Token))).Id);
        TlsFiles.Write(others.Path);
        await using var stranger = new DockerEngine(address with { CertificateDirectory = others.Path });
        Assert.Equal("EngineUnreachable", (await Assert.ThrowsAnyAsync<DrException>(() => stranger.ListAsync([], Token))).Id);
    }
}

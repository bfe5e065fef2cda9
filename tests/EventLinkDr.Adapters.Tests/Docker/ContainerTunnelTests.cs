using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using EventLinkDr.Adapters.Docker;
using EventLinkDr.Adapters.Npgsql;
using EventLinkDr.Adapters.Processes;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Docker;

namespace EventLinkDr.Adapters.Tests.Docker;

public sealed class ContainerTunnelTests(DockerEngineFixture docker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StandInFlavour.Alpine)]
    [InlineData(StandInFlavour.Debian)]
    public async Task Tunnel_CarriesCopyOfManyMegabytesBothWays(StandInFlavour flavour)
    {
        var engine = await docker.RequireAsync();
        var id = await docker.SharedPostgresAsync(flavour);
        Assert.Empty((await engine.InspectAsync(id, Token)).Ports);
        await using (var tunnel = await ContainerTunnel.OpenAsync(engine, id, 5432, Token))
        {
            await using var server = new NpgsqlServer(Target(tunnel));
            await using var session = await server.OpenAsync(new SessionOptions("eventlink"), Token);
            await session.ExecuteAsync("CREATE TABLE public.tunnel (a text)", Token);
            var line = Encoding.ASCII.GetBytes(new string('x', 999) + "\n");
            const int Lines = 60_000;
            await Task.Run(() =>
            {
                using var sink = session.CopyIn("COPY public.tunnel FROM STDIN", Token);
                for (var i = 0; i < Lines; i++) sink.Write(line);
                sink.Complete();
            }, Token);
            var received = await Task.Run(() =>
            {
                using var source = session.CopyOut("COPY public.tunnel TO STDOUT", Token);
                var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                var buffer = new byte[100_000];
                int count;
                while ((count = source.Read(buffer)) > 0) hash.AppendData(buffer, 0, count);
                return hash.GetHashAndReset();
            }, Token);
            var sent = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (var i = 0; i < Lines; i++) sent.AppendData(line);
            Assert.Equal(sent.GetHashAndReset(), received);
        }

        Assert.Equal(0, await RelaysAsync(id));
    }

    [Theory]
    [InlineData(StandInFlavour.Alpine)]
    [InlineData(StandInFlavour.Debian)]
    public async Task Tunnel_ClientGoneInTheMidstOfACopy_EndsTheProgramAndTheSession(StandInFlavour flavour)
    {
        var engine = await docker.RequireAsync();
        var id = await docker.SharedPostgresAsync(flavour);
        await using var tunnel = await ContainerTunnel.OpenAsync(engine, id, 5432, Token);
        await using var server = new NpgsqlServer(Target(tunnel));
        using (var client = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            await client.ConnectAsync(tunnel.EndPoint, Token);
            await client.SendAsync(Startup(), Token);
            await client.SendAsync(Query("COPY (SELECT repeat('x', 1000), generate_series(1, 100000000)) TO STDOUT"), Token);
            var buffer = new byte[1_000_000];
            for (var total = 0; total < 20_000_000;) total += await client.ReceiveAsync(buffer, Token);
            client.Close(0);
        }

        await using var other = await server.OpenAsync(new SessionOptions("eventlink"), Token);
        const string Sessions = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
        while ((await other.QueryAsync(Sessions, Token))[0].Get<long>(0) > 0) await Task.Delay(50, Token);
        // What is left is the relay of the session that asks.
        while (await RelaysAsync(id) != 1) await Task.Delay(50, Token);
        await docker.AssertUnharmedAsync(id);
    }

    [Theory]
    [InlineData(StandInFlavour.Alpine)]
    [InlineData(StandInFlavour.Debian)]
    public async Task Tunnel_DisposedWithConnectionsOpen_EndsEveryProgram(StandInFlavour flavour)
    {
        var engine = await docker.RequireAsync();
        var id = await docker.SharedPostgresAsync(flavour);
        var tunnel = await ContainerTunnel.OpenAsync(engine, id, 5432, Token);
        await using var server = new NpgsqlServer(Target(tunnel));
        await using var one = await server.OpenAsync(new SessionOptions("eventlink"), Token);
        await using var two = await server.OpenAsync(new SessionOptions("eventlink"), Token);
        Assert.Equal(2, await RelaysAsync(id));
        await tunnel.DisposeAsync();
        Assert.Equal(0, await RelaysAsync(id));
        await Assert.ThrowsAnyAsync<DrException>(() => one.ExecuteAsync("SELECT 1", Token));
        await docker.AssertUnharmedAsync(id);
    }

    [Fact]
    public async Task Tunnel_ClientClosesItsSendingHalf_StillReceivesTheRest()
    {
        var engine = await docker.RequireAsync();
        var id = await docker.RunIdleAsync();
        // Answers only after the end of what it is sent.
        await using var exec = await engine.ExecAsync(id, new ContainerCommand("sh", "-c", "nc -l -p 7777 -e sh -c 'wc -c; echo end'"), Token);
        await using var tunnel = await ContainerTunnel.OpenAsync(engine, id, 7777, Token);
        while (!await ListensAsync(engine, id, "1E61")) await Task.Delay(20, Token);
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(tunnel.EndPoint, Token);
        await client.SendAsync(new byte[12345], Token);
        using var stream = new NetworkStream(client);
        client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        Assert.Equal("12345\nend\n", await reader.ReadToEndAsync(Token));
    }

    [Fact]
    public async Task Tunnel_NobodyListensInTheContainer_ClosesTheConnection()
    {
        var engine = await docker.RequireAsync();
        await using var tunnel = await ContainerTunnel.OpenAsync(engine, await docker.RunIdleAsync(), 5432, Token);
        await using var server = new NpgsqlServer(Target(tunnel));
        var error = await Assert.ThrowsAnyAsync<DrException>(() => server.OpenAsync(new SessionOptions("eventlink"), Token));
        Assert.Equal("ServerUnreachable", error.Id);
    }

    [Fact]
    public async Task Tunnel_ImageWithoutAProgramForIt_IsRefused()
    {
        var engine = await docker.RequireAsync();
        var image = await docker.ImportAsync("eventlinkdr-test/bare:1",
            _ => Task.FromResult(new RootFileSystem().Programs("dash", "sleep").Link("/usr/bin/sh", "dash")), ["CMD [\"sleep\", \"100000\"]"]);
        var id = await docker.RunAsync(image, []);
        var error = await Assert.ThrowsAnyAsync<DrException>(() => ContainerTunnel.OpenAsync(engine, id, 5432, Token));
        Assert.Equal("ContainerUnreachable", error.Id);
    }

    [Fact]
    public async Task Tunnel_AnotherUserOfTheHost_IsNotLetIn()
    {
        var engine = await docker.RequireAsync();
        var id = await docker.SharedPostgresAsync();
        await using var tunnel = await ContainerTunnel.OpenAsync(engine, id, 5432, Token);
        // The container trusts its loopback interface, so a stranger would get in without a password.
        var stranger = PsqlAs("nobody", tunnel.EndPoint.Port);
        Assert.NotEqual(0, (await stranger).ExitCode);
        Assert.Equal(0, (await PsqlAs("root", tunnel.EndPoint.Port)).ExitCode);
    }

    [Fact]
    public async Task Route_WhereTheHostReachesTheContainer_IsItsOwnAddress()
    {
        var engine = await docker.RequireAsync();
        var details = await engine.InspectAsync(await docker.SharedPostgresAsync(), Token);
        await using var route = await ContainerRoute.OpenAsync(engine, details, 5432, Token);
        Assert.Equal((details.Networks[0].Address, 5432), (route.Host, route.Port));

        // As newer engines describe an internal network.
        await using var inner = await ContainerRoute.OpenAsync(engine, details with { Networks = [details.Networks[0] with { Gateway = null }] }, 5432, Token);
        Assert.Equal((details.Networks[0].Address, 5432), (inner.Host, inner.Port));
        Assert.Equal((true, false, false), (ContainerRoute.IsInLocalNetwork("127.0.0.9"), ContainerRoute.IsInLocalNetwork("203.0.113.9"), ContainerRoute.IsInLocalNetwork(null)));
    }

    [Fact]
    public async Task Route_WhereItDoesNot_IsThePublishedPortOrElseATunnel()
    {
        var engine = await docker.RequireAsync();
        var published = System.Text.Json.Nodes.JsonNode.Parse("""{"HostConfig": {"PortBindings": {"5432/tcp": [{"HostIp": "127.0.0.1", "HostPort": ""}]}}}""")!.AsObject();
        var details = await engine.InspectAsync(await docker.RunPostgresAsync(configuration: published), Token);
        var far = details with { Networks = [] };
        await using (var route = await ContainerRoute.OpenAsync(engine, far, 5432, Token))
        {
            Assert.Equal(("127.0.0.1", details.Ports[0].HostPort), (route.Host, route.Port));
            await using var server = new NpgsqlServer(Target(route.Host, route.Port));
            await using var session = await server.OpenAsync(new SessionOptions("eventlink"), Token);
        }

        await using (var route = await ContainerRoute.OpenAsync(engine, far with { Ports = [] }, 5432, Token))
        {
            await using var server = new NpgsqlServer(Target(route.Host, route.Port));
            await using var session = await server.OpenAsync(new SessionOptions("eventlink"), Token);
        }

        Assert.Equal(0, await RelaysAsync(details.Id));
    }

    private static EventLinkTarget Target(ContainerTunnel tunnel) => Target(tunnel.EndPoint.Address.ToString(), tunnel.EndPoint.Port);

    private static EventLinkTarget Target(string host, int port) =>
        new() { Database = "eventlink", Username = "eventlink", Password = "secret", Host = host, Port = port };

    private static Task<(int ExitCode, string Output, string Error)> PsqlAs(string user, int port) =>
        ChildProcess.RunAsync("runuser", ["-u", user, "--", "psql", "-w", "-X", $"host=127.0.0.1 port={port} user=eventlink dbname=eventlink sslmode=disable", "-c", "SELECT 1"],
            new Dictionary<string, string?>(), Token);

    /// <summary>How many relays run in the container.</summary>
    private async Task<int> RelaysAsync(string id)
    {
        // Each has the program's own name or its port in its command line; ours is the only shell that could be mistaken for one.
        const string Script = "n=0; for p in /proc/[0-9]*; do c=$(tr '\\0' ' ' < $p/cmdline 2>/dev/null); case $c in 'nc 127.0.0.1 '*|'bash -c echo '*) n=$((n + 1));; esac; done; echo $n";
        const string Bash = "n=0; for p in /proc/[0-9]*; do c=; while IFS= read -r -d '' w; do c=\"$c$w \"; done < $p/cmdline 2>/dev/null; case $c in 'bash -c echo '*) n=$((n + 1));; esac; done; echo $n";
        var engine = await docker.RequireAsync();
        var probe = "if command -v tr >/dev/null; then " + Script + "; else " + Bash + "; fi";
        var (_, output, error) = await ContainerProgram.RunAsync(engine, id, new ContainerCommand("sh", "-c", probe), Token);
        Assert.True(output.Length > 0, error);
        return int.Parse(output, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<bool> ListensAsync(DockerEngine engine, string id, string port) =>
        (await ContainerProgram.RunAsync(engine, id, new ContainerCommand("grep", "-q", $":{port} [0:]* 0A", "/proc/net/tcp", "/proc/net/tcp6"), Token)).ExitCode == 0;

    private static byte[] Startup()
    {
        var parameters = "user\0eventlink\0database\0eventlink\0\0"u8;
        var message = new byte[8 + parameters.Length];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(message, message.Length);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(4), 196608);
        parameters.CopyTo(message.AsSpan(8));
        return message;
    }

    private static byte[] Query(string sql)
    {
        var message = new byte[6 + sql.Length];
        message[0] = (byte)'Q';
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), message.Length - 1);
        Encoding.ASCII.GetBytes(sql, message.AsSpan(5));
        return message;
    }
}

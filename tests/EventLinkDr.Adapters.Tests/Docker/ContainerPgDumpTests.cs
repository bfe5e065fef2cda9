using EventLinkDr.Adapters.Docker;
using EventLinkDr.Adapters.Npgsql;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Docker;

namespace EventLinkDr.Adapters.Tests.Docker;

public sealed class ContainerPgDumpTests(DockerEngineFixture docker)
{
    private static readonly PostgresVersion Fifteen = new(150000);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StandInFlavour.Alpine)]
    [InlineData(StandInFlavour.Debian)]
    public async Task Run_StreamsTheDump_WithThePasswordOutOfSight(StandInFlavour flavour)
    {
        var engine = await docker.RequireAsync();
        // The official image trusts its loopback interface; here only the right password gets in.
        var id = await docker.RunPostgresAsync(flavour, initdb: "--auth=scram-sha-256");
        var details = await engine.InspectAsync(id, Token);
        var dump = await ContainerPgDump.FindAsync(engine, details, Target("secret"), 5432, Fifteen, Token);
        Assert.Equal(15, dump.Version.Major);
        var seen = "";
        var text = "";
        await dump.RunAsync("eventlink", ["--schema-only"], async (stream, token) =>
        {
            seen = await CommandLinesAsync(engine, details.Id);
            using var reader = new StreamReader(stream);
            text = await reader.ReadToEndAsync(token);
        }, Token);
        Assert.Contains("-- PostgreSQL database dump complete", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", seen, StringComparison.Ordinal);
        await docker.AssertUnharmedAsync(id);

        var wrong = await ContainerPgDump.FindAsync(engine, details, Target("wrong"), 5432, Fifteen, Token);
        var error = await Assert.ThrowsAnyAsync<DrException>(() => wrong.RunAsync("eventlink", [], (stream, token) => stream.CopyToAsync(Stream.Null, token), Token));
        Assert.Equal("PgDumpFailed", error.Id);
        Assert.Contains("password authentication failed", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StandInFlavour.Alpine)]
    [InlineData(StandInFlavour.Debian)]
    public async Task Run_Cancelled_LeavesNoProcessAndNoSession(StandInFlavour flavour)
    {
        var (engine, details, server) = await StartAsync(flavour);
        await using var session = await server.OpenAsync(new SessionOptions("eventlink"), Token);
        await session.ExecuteAsync("CREATE TABLE IF NOT EXISTS public.dumped AS SELECT repeat(md5(i::text), 100) AS a FROM generate_series(1, 30000) AS i", Token);
        var dump = await ContainerPgDump.FindAsync(engine, details, Target("secret"), 5432, Fifteen, Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dump.RunAsync("eventlink", [], async (stream, token) =>
        {
            await stream.ReadExactlyAsync(new byte[100_000], token);
            Assert.Contains("pg_dump", await CommandLinesAsync(engine, details.Id), StringComparison.Ordinal);
            await stop.CancelAsync();
            await stream.ReadExactlyAsync(new byte[100_000_000], token);
        }, stop.Token));
        Assert.DoesNotContain("pg_dump", await CommandLinesAsync(engine, details.Id), StringComparison.Ordinal);
        while ((await session.QueryAsync("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'EventLinkDr pg_dump'", Token))[0].Get<long>(0) > 0) await Task.Delay(20, Token);
        await server.DisposeAsync();
        await docker.AssertUnharmedAsync(details.Id);
    }

    [Fact]
    public async Task Run_TheReaderFails_EndsTheProgramAndKeepsTheFailure()
    {
        var (engine, details, server) = await StartAsync(StandInFlavour.Alpine);
        await server.DisposeAsync();
        var dump = await ContainerPgDump.FindAsync(engine, details, Target("secret"), 5432, Fifteen, Token);
        await Assert.ThrowsAsync<InvalidDataException>(() => dump.RunAsync("eventlink", [], (_, _) => throw new InvalidDataException(), Token));
        Assert.DoesNotContain("pg_dump", await CommandLinesAsync(engine, details.Id), StringComparison.Ordinal);
        await docker.AssertUnharmedAsync(details.Id);
    }

    [Fact]
    public async Task Run_WeAreGone_EndsTheProgram()
    {
        var (own, details, server) = await StartAsync(StandInFlavour.Alpine);
        await using var session = await server.OpenAsync(new SessionOptions("eventlink"), Token);
        await session.ExecuteAsync("CREATE TABLE IF NOT EXISTS public.dumped AS SELECT repeat(md5(i::text), 100) AS a FROM generate_series(1, 30000) AS i", Token);
        // The proxy stands for our process: its connections end as those of a killed process do.
        await using var proxy = new EngineProxy(own.Address.Path);
        await using var engine = new DockerEngine(EngineAddress.Parse(proxy.Address, null));
        var dump = await ContainerPgDump.FindAsync(engine, details, Target("secret"), 5432, Fifteen, Token);
        var error = await Assert.ThrowsAnyAsync<DrException>(() => dump.RunAsync("eventlink", [], async (stream, token) =>
        {
            await stream.ReadExactlyAsync(new byte[100_000], token);
            await proxy.DisposeAsync();
            await stream.CopyToAsync(Stream.Null, token);
        }, Token));
        Assert.Equal("EngineUnreachable", error.Id);
        while ((await CommandLinesAsync(own, details.Id)).Contains("pg_dump", StringComparison.Ordinal)) await Task.Delay(50, Token);
        await server.DisposeAsync();
        await docker.AssertUnharmedAsync(details.Id);
    }

    [Fact]
    public async Task Find_ADifferentMajorVersion_IsRefused()
    {
        var engine = await docker.RequireAsync();
        var details = await engine.InspectAsync(await docker.RunIdleAsync(), Token);
        var error = await Assert.ThrowsAnyAsync<DrException>(() => ContainerPgDump.FindAsync(engine, details, Target("secret"), 5432, new PostgresVersion(170001), Token));
        Assert.Equal("PgDumpUnsuitable", error.Id);
        Assert.StartsWith("15.", error.Found, StringComparison.Ordinal);
    }

    private async Task<(DockerEngine Engine, ContainerDetails Details, NpgsqlServer Server)> StartAsync(StandInFlavour flavour)
    {
        var engine = await docker.RequireAsync();
        var details = await engine.InspectAsync(await docker.SharedPostgresAsync(flavour), Token);
        var server = new NpgsqlServer(Target("secret") with { Host = details.Networks[0].Address });
        return (engine, details, server);
    }

    private static EventLinkTarget Target(string password) => new() { Database = "eventlink", Username = "eventlink", Password = password };

    private static async Task<string> CommandLinesAsync(DockerEngine engine, string id)
    {
        // Not by a program whose own command line holds what is looked for.
        var (_, output, _) = await ContainerProgram.RunAsync(engine, id, new ContainerCommand("sh", "-c", "cat /proc/[0-9]*/cmdline 2>/dev/null; true"), Token);
        return output;
    }
}

using System.Runtime;
using System.Text;
using EventLinkDr.Adapters.Npgsql;
using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres;
using EventLinkDr.TestKit;

namespace EventLinkDr.Adapters.Tests.Npgsql;

public sealed class NpgsqlSessionTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CopyOut_GivesTheRawBytesOfEveryRow()
    {
        await using var session = await postgres.Server.OpenAsync(new SessionOptions("postgres"), Token);
        using var source = session.CopyOut(@"COPY (SELECT i, E'a\tb' FROM generate_series(1, 3) i) TO STDOUT", Token);
        Assert.Equal("1\ta\\tb\n2\ta\\tb\n3\ta\\tb\n", ReadAll(source));
    }

    [Fact]
    public async Task CopyIn_DisposedWithoutComplete_CommitsNothing()
    {
        var database = await postgres.CreateDatabaseAsync();
        await postgres.ExecuteAsync(database, "CREATE TABLE public.t (a int)");
        await using (var session = await postgres.Server.OpenAsync(new SessionOptions(database), Token))
        {
            using (var sink = session.CopyIn("COPY public.t FROM STDIN", Token)) sink.Write("1\n2\n"u8);
            using (var sink = session.CopyIn("COPY public.t FROM STDIN", Token))
            {
                sink.Write("3\n"u8);
                sink.Complete();
            }
        }

        Assert.Equal("3", await postgres.ScalarAsync(database, "SELECT string_agg(a::text, ',') FROM public.t"));
    }

    [Fact]
    public async Task CopyIn_ARowTheServerRefuses_SaysWhereWithoutTheValue()
    {
        var database = await postgres.CreateDatabaseAsync();
        await postgres.ExecuteAsync(database, "CREATE TABLE public.t (a int)");
        await using var session = await postgres.Server.OpenAsync(new SessionOptions(database), Token);
        var error = Assert.Throws<PostgresErrorException>(() =>
        {
            using var sink = session.CopyIn("COPY public.t FROM STDIN", Token);
            sink.Write("1\nsecret\n"u8);
            sink.Complete();
        });
        Assert.Equal("22P02", error.SqlState);
        Assert.Equal("COPY t, line 2, column a", error.Where);
        Assert.Equal("invalid input syntax for type integer", error.ServerMessage);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wr0ng")]
    public async Task Open_WithoutTheRightPassword_SaysThatItIsThePassword(string? password)
    {
        await using var server = new NpgsqlServer(postgres.Target("postgres") with { Password = password });
        var error = await Assert.ThrowsAnyAsync<DrException>(() => server.OpenAsync(new SessionOptions("postgres"), Token));
        Assert.Equal(ErrorTable.ServerAuthenticationFailed, error.Kind);
        Assert.DoesNotContain("wr0ng", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_CancelledWhileTheSessionIsSetUp_LeavesNoSession()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var holder = await postgres.Server.OpenAsync(new SessionOptions(database), Token);
        await holder.ExecuteAsync("BEGIN; LOCK TABLE pg_catalog.pg_settings IN ACCESS EXCLUSIVE MODE", Token);
        await using var watch = await postgres.Server.OpenAsync(new SessionOptions("postgres"), Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var opening = postgres.Server.OpenAsync(new SessionOptions(database) { ApplicationName = "cancelled" }, stop.Token);
        var theSession = $"SELECT FROM pg_stat_activity WHERE datname = '{database}' AND application_name = 'cancelled'";
        await postgres.WaitUntilAsync("postgres", $"SELECT EXISTS ({theSession} AND wait_event_type = 'Lock')");
        // The finalizer would close what was forgotten, and hide it from this test.
        GC.TryStartNoGCRegion(128 * 1024 * 1024);
        try
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
            var tries = 0;
            while ((await watch.QueryAsync(theSession, Token)).Count > 0)
            {
                Assert.True(++tries < 100, "The session was left behind.");
                await Task.Delay(50, Token);
            }
        }
        finally
        {
            if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion) GC.EndNoGCRegion();
        }
    }

    [Fact]
    public async Task CopyOut_Cancelled_StopsAtOnceAndEndsTheServerProcess()
    {
        await using var session = await postgres.Server.OpenAsync(new SessionOptions("postgres"), Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stop.CancelAfter(200);
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            using var source = session.CopyOut("COPY (SELECT pg_sleep(600)) TO STDOUT", stop.Token);
            source.Read(new byte[10]);
        });
        Assert.Equal("0", await postgres.ScalarAsync("postgres", $"SELECT count(*) FROM pg_stat_activity WHERE pid = {session.ProcessId}"));
    }

    [Fact]
    public async Task TransparentSession_KeepsBytesOfAnotherEncoding()
    {
        await using var session = await postgres.Server.OpenAsync(new SessionOptions("postgres") { TransparentEncoding = "LATIN2" }, Token);
        // 0xBA is ş in LATIN2; the server stores it as UTF-8.
        await session.ExecuteAsync("CREATE TEMP TABLE t AS SELECT '\u00ba'::text AS a", Token);
        var rows = await session.QueryAsync("SELECT encode(convert_to(a, 'UTF8'), 'hex') FROM t", Token);
        Assert.Equal("c59f", rows[0].Text(0));
    }

    [Theory]
    [InlineData("UTF8", "\u00c8\u0099\u00f0\u009f\u00a6\u0092")]
    [InlineData("LATIN2", "\u00ba\u00e3")]
    public async Task TransparentSession_SqlAndRowsAreOneCharAByte(string encoding, string bytes)
    {
        await using var session = await postgres.Server.OpenAsync(new SessionOptions("postgres") { TransparentEncoding = encoding }, Token);
        var rows = await session.QueryAsync($"SELECT '{bytes}'::text, ARRAY['{bytes}', NULL]::text[], $1::text", Token, bytes);
        Assert.Equal(bytes, rows[0].Text(0));
        Assert.Equal((IEnumerable<string?>)[bytes, null], rows[0].Get<string?[]>(1));
        Assert.Equal(bytes, rows[0].Text(2));
    }

    [Fact]
    public async Task TransparentSession_BytesThatAreNoText_AreRefusedAsTheServerRefusesThem()
    {
        await using var session = await postgres.Server.OpenAsync(new SessionOptions("postgres") { TransparentEncoding = "UTF8" }, Token);
        var error = await Assert.ThrowsAsync<PostgresErrorException>(() => session.ExecuteAsync("SELECT '\u00ff'", Token));
        Assert.Equal("22021", error.SqlState);
        Assert.Equal("1", (await session.QueryAsync("SELECT '1'::text", Token))[0].Text(0));
    }

    [Fact]
    public async Task TransparentSession_ConnectsToADatabaseOfAnyName()
    {
        const string name = "baza 🦒 ț \u00e9\n\"q\"";
        await postgres.ExecuteAsync("postgres", $"CREATE DATABASE {Sql.Name(name)} TEMPLATE template0");
        await using var session = await postgres.Server.OpenAsync(new SessionOptions(name) { TransparentEncoding = "UTF8" }, Token);
        Assert.Equal("t", (await session.QueryAsync($"SELECT (current_database() = $1)::text", Token,
            Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(name))))[0].Text(0)![..1]);
    }

    [Fact]
    public async Task ExecuteWhole_KeepsABeginAtomicBodyTogether()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var session = await postgres.Server.OpenAsync(new SessionOptions(database), Token);
        await session.ExecuteWholeAsync("CREATE FUNCTION public.f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;", Token);
        Assert.Equal("2", await postgres.ScalarAsync(database, "SELECT public.f()"));
    }

    [Theory]
    [InlineData("CREATE TABLE 'passw0rd'", "syntax error")]
    [InlineData("CREATE TABLE $a$passw0rd$a$", "syntax error")]
    [InlineData("CREATE TABLE E'passw0rd'", "syntax error")]
    [InlineData("SELECT 'passw0rd'::date", "invalid input syntax for type date")]
    [InlineData("SELEKT 1", "syntax error at or near \"SELEKT\"")]
    [InlineData("SELECT * FROM public.no_such_table", "relation \"public.no_such_table\" does not exist")]
    public async Task Error_NamesWhatIsWrong_NeverAValue(string sql, string message)
    {
        await using var session = await postgres.Server.OpenAsync(new SessionOptions("postgres"), Token);
        Assert.Equal(message, (await Assert.ThrowsAsync<PostgresErrorException>(() => session.ExecuteAsync(sql, Token))).ServerMessage);
    }

    [Fact]
    public async Task Session_IsPinnedAgainstTheSettingsOfTheDatabase()
    {
        var database = await postgres.CreateDatabaseAsync();
        await postgres.ExecuteAsync("postgres", $"ALTER DATABASE {database} SET DateStyle = 'German'");
        await postgres.ExecuteAsync("postgres", $"ALTER DATABASE {database} SET default_transaction_read_only = on");
        Assert.Equal("2026-01-02", await postgres.ScalarAsync(database, "SELECT date '2026-01-02'"));
        await postgres.ExecuteAsync(database, "CREATE TABLE public.t ()");
    }

    [Theory]
    [InlineData("no_such_database", "DatabaseNotFound")]
    public async Task Open_Refused_HasAStableId(string database, string id)
    {
        var error = await Assert.ThrowsAnyAsync<DrException>(() => postgres.Server.OpenAsync(new SessionOptions(database), Token));
        Assert.Equal(id, error.Id);
    }

    private static string ReadAll(ICopySource source)
    {
        var all = new MemoryStream();
        var buffer = new byte[7];
        int count;
        while ((count = source.Read(buffer)) > 0) all.Write(buffer, 0, count);
        return Encoding.UTF8.GetString(all.ToArray());
    }
}

using System.Globalization;
using System.Text;
using EventLinkDr.Adapters.Npgsql;
using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres;
using EventLinkDr.TestKit;
using Npgsql;

namespace EventLinkDr.Adapters.Tests.Npgsql;

public sealed class NpgsqlCopySourceTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_TheVersionOfNpgsqlThatIsShipped_FindsTheBuffer()
    {
        var target = postgres.Target("postgres");
        await using var connection = new NpgsqlConnection($"Host={target.Host};Port={target.Port};Username={target.Username};Password={target.Password};Database=postgres;Pooling=false");
        await connection.OpenAsync(Token);
        Assert.NotNull(ReceiveBuffer.Of(connection));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    [InlineData(512 * 1024)]
    public async Task Read_RowsOfEveryLength_GivesEachByteOnce(int size)
    {
        // From empty rows to one of a megabyte, which no buffer holds.
        int[] lengths = [0, 1, 2, 3, 250, 0, 8187, 8192, 300_000, 5, 1_000_000, 0, 1];
        var values = string.Join(", ", lengths.Select((length, i) => string.Create(CultureInfo.InvariantCulture, $"({i}, {length})")));
        await using var session = await postgres.Server.OpenAsync(new SessionOptions("postgres"), Token);
        using var source = session.CopyOut($"COPY (SELECT repeat(chr(97 + i), n) FROM (VALUES {values}) AS v (i, n) ORDER BY i) TO STDOUT", Token);
        Assert.Equal(string.Concat(lengths.Select((length, i) => new string((char)('a' + i), length) + "\n")), ReadAll(source, size));
    }

    [Fact]
    public async Task Read_ToTheEnd_LeavesTheSessionUsable()
    {
        await using var session = await postgres.Server.OpenAsync(new SessionOptions("postgres"), Token);
        for (var i = 0; i < 3; i++)
        {
            using (var source = session.CopyOut("COPY (SELECT i FROM generate_series(1, 200000) i) TO STDOUT", Token))
                Assert.Equal(200_000, ReadAll(source, 64 * 1024).Count(c => c == '\n'));
            Assert.Equal("1", (await session.QueryAsync("SELECT '1'::text", Token))[0].Text(0));
        }
    }

    [Fact]
    public async Task Read_WarningsBetweenRows_AreNoRows()
    {
        var database = await postgres.CreateDatabaseAsync();
        await postgres.ExecuteAsync(database, "CREATE FUNCTION public.f(i int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN IF i % 3 = 0 THEN RAISE WARNING 'three'; END IF; RETURN i; END $$");
        await using var session = await postgres.Server.OpenAsync(new SessionOptions(database), Token);
        using var source = session.CopyOut("COPY (SELECT public.f(i) FROM generate_series(1, 100) i) TO STDOUT", Token);
        Assert.Equal(string.Concat(Enumerable.Range(1, 100).Select(i => $"{i}\n")), ReadAll(source, 4096));
    }

    [Fact]
    public async Task Read_AnErrorBehindManyRows_IsThrownAsTheServerSaysIt()
    {
        await using var session = await postgres.Server.OpenAsync(new SessionOptions("postgres"), Token);
        var error = Assert.Throws<PostgresErrorException>(() =>
        {
            using var source = session.CopyOut("COPY (SELECT 1 / (100000 - i) FROM generate_series(1, 100000) i) TO STDOUT", Token);
            ReadAll(source, 64 * 1024);
        });
        Assert.Equal("22012", error.SqlState);
        Assert.Equal("1", (await session.QueryAsync("SELECT '1'::text", Token))[0].Text(0));
    }

    [Fact]
    public async Task Read_TheServerProcessIsKilledAmongRows_SaysThatTheConnectionWasLost()
    {
        await using var session = await postgres.Server.OpenAsync(new SessionOptions("postgres"), Token);
        var error = Assert.ThrowsAny<DrException>(() =>
        {
            using var source = session.CopyOut("COPY (SELECT repeat('x', 100000) FROM generate_series(1, 100000) i) TO STDOUT", Token);
            var buffer = new byte[1000];
            Assert.True(source.Read(buffer) > 0);
            postgres.ExecuteAsync("postgres", $"SELECT pg_terminate_backend({session.ProcessId})").GetAwaiter().GetResult();
            while (source.Read(buffer) > 0)
            {
            }
        });
        Assert.Equal(ErrorTable.ServerUnreachable, error.Kind);
    }

    [Fact]
    public async Task Dispose_InTheMiddleOfARow_EndsTheServerProcess()
    {
        await using var session = await postgres.Server.OpenAsync(new SessionOptions("postgres"), Token);
        using (var source = session.CopyOut("COPY (SELECT repeat('x', 100000) FROM generate_series(1, 100000) i) TO STDOUT", Token))
            Assert.Equal(1000, source.Read(new byte[1000]));
        Assert.Equal("0", await postgres.ScalarAsync("postgres", $"SELECT count(*) FROM pg_stat_activity WHERE pid = {session.ProcessId}"));
    }

    private static string ReadAll(ICopySource source, int size)
    {
        var text = new StringBuilder();
        var buffer = new byte[size];
        while (source.Read(buffer) is > 0 and var count) text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        return text.ToString();
    }
}

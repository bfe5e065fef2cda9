using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Proof;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Proof;

public sealed class DatabaseProofTests(PostgresFixture postgres) : IDisposable
{
    private const string Schema =
        """
        CREATE TABLE public.users (id serial PRIMARY KEY, name text);
        INSERT INTO public.users (name) SELECT 'Țîrlea ' || i FROM generate_series(1, 1000) i;
        CREATE TYPE public.color AS ENUM ('red', 'green', 'blue');
        CREATE TABLE public.by_color (c public.color, n int) PARTITION BY HASH (c);
        CREATE TABLE public.by_color_0 PARTITION OF public.by_color FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        CREATE TABLE public.by_color_1 PARTITION OF public.by_color FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        INSERT INTO public.by_color SELECT (enum_range(NULL::public.color))[1 + i % 3], i FROM generate_series(1, 300) i;
        SELECT lo_from_bytea(4711, 'abc');
        """;

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Read_TheDatabaseItself_IsProven()
    {
        var (database, manifest) = await BackUpAsync();
        var report = await ProveAsync(database, manifest);
        Assert.Equal((ProofOutcome.Proven, ""), (report.Outcome, report.Summary()));
        Assert.Equal((3, 1, 1L), (report.Tables.Count, report.Sequences, report.LargeObjects));
    }

    [Theory]
    [InlineData("UPDATE public.users SET name = name || ' ' WHERE id = 500", "public.users")]
    [InlineData("DELETE FROM public.users WHERE id = 1", "999 found")]
    [InlineData("INSERT INTO public.users (id, name) VALUES (5000, '')", "1001 found")]
    [InlineData("DROP TABLE public.users", "public.users is missing")]
    [InlineData("ALTER TABLE public.users RENAME COLUMN name TO title", "other columns")]
    [InlineData("SELECT nextval('public.users_id_seq')", "users_id_seq")]
    [InlineData("SELECT lowrite(lo_open(4711, 131072), 'x')", "large objects")]
    [InlineData("DELETE FROM public.by_color WHERE n = 7", "public.by_color_")]
    public async Task Read_AfterAnyChange_Fails(string change, string expected)
    {
        var (database, manifest) = await BackUpAsync();
        await postgres.ExecuteAsync(database, change);
        var report = await ProveAsync(database, manifest);
        Assert.Equal(ProofOutcome.Failed, report.Outcome);
        Assert.Contains(expected, report.Summary(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_RowsThatMovedToAnotherPartition_AreStillTheSameRows()
    {
        var (database, manifest) = await BackUpAsync();
        Assert.All(manifest.Tables.Where(table => table.Name.StartsWith("by_color", StringComparison.Ordinal)), table => Assert.Equal("public.by_color", table.LoadVia));
        await postgres.ExecuteAsync(database,
            """
            CREATE TABLE public.kept AS SELECT * FROM public.by_color;
            DROP TABLE public.by_color;
            CREATE TABLE public.by_color (c public.color, n int) PARTITION BY HASH (c);
            CREATE TABLE public.by_color_0 PARTITION OF public.by_color FOR VALUES WITH (MODULUS 2, REMAINDER 1);
            CREATE TABLE public.by_color_1 PARTITION OF public.by_color FOR VALUES WITH (MODULUS 2, REMAINDER 0);
            INSERT INTO public.by_color SELECT * FROM public.kept;
            """);
        var report = await ProveAsync(database, manifest);
        Assert.Equal((ProofOutcome.Proven, ""), (report.Outcome, report.Summary()));
    }

    [Fact]
    public async Task Read_WithinATransaction_SeesWhatIsNotCommitted()
    {
        var (database, manifest) = await BackUpAsync();
        await using var session = await postgres.Server.OpenAsync(new SessionOptions(database) { TransparentEncoding = "UTF8" }, Token);
        await session.ExecuteAsync("BEGIN; DELETE FROM public.users WHERE id = 1", Token);
        var report = await new DatabaseProof(manifest, ProofScope.Whole, NullObserver.Instance).ReadAsync(session, Token);
        Assert.Equal(ProofOutcome.Failed, report.Outcome);
        Assert.Equal(ProofOutcome.Proven, (await ProveAsync(database, manifest)).Outcome);
    }

    [Fact]
    public async Task Read_AnotherMajorVersion_ReportsTheDigestByTable()
    {
        var (database, manifest) = await BackUpAsync();
        await postgres.ExecuteAsync(database, "UPDATE public.users SET name = '' WHERE id = 500");
        var report = await ProveAsync(database, manifest with { ServerVersion = "12.1" });
        Assert.Equal(ProofOutcome.RowsOnly, report.Outcome);
        Assert.Equal(ProofOutcome.RowsOnly, report.Tables.Single(table => table.Table == "public.users").Outcome);
    }

    private async Task<(string Database, BackupManifest Manifest)> BackUpAsync()
    {
        var database = await postgres.CreateDatabaseAsync("proof");
        await postgres.ExecuteAsync(database, Schema);
        var operation = new BackupOperation(new TestDeployment(postgres, database), new DirectoryStore(_directory.Path));
        var result = await operation.RunAsync(await operation.PrepareAsync(new BackupOptions { Jobs = 2 }, Token), NullObserver.Instance, Token);
        return (database, result.Backup.Manifest!);
    }

    private Task<ProofReport> ProveAsync(string database, BackupManifest manifest) =>
        new DatabaseProof(manifest, ProofScope.Whole, NullObserver.Instance).ReadAsync(postgres.Server, database, 2, Token);
}

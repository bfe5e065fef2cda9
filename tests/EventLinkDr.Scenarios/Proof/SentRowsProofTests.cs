using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Dump;
using EventLinkDr.Postgres.Proof;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Proof;

public sealed class SentRowsProofTests(PostgresFixture postgres)
{
    private const string Tables =
        """
        CREATE TABLE public.plain AS SELECT generate_series(1, 5) AS a;
        CREATE TABLE public.child () INHERITS (public.plain); INSERT INTO public.child VALUES (6), (7);
        CREATE TABLE public.parts (a int) PARTITION BY RANGE (a);
        CREATE TABLE public.part_1 PARTITION OF public.parts FOR VALUES FROM (0) TO (10); CREATE TABLE public.part_2 PARTITION OF public.parts FOR VALUES FROM (10) TO (20);
        INSERT INTO public.parts SELECT generate_series(0, 19);
        CREATE SCHEMA "ș\"x"; CREATE TABLE "ș\"x"."ț 😀" (); INSERT INTO "ș\"x"."ț 😀" DEFAULT VALUES;
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_RowsAsSent_IsUnprovenAndNothingWorse()
    {
        var report = await ReadAsync(("public", "plain", 5), ("public", "child", 2), ("public", "part_1", 10), ("public", "part_2", 10), ("ș\"x", "ț 😀", 1));
        Assert.Equal(ProofOutcome.Unproven, report.Outcome);
        Assert.Equal(28, report.Tables.Sum(table => table.FoundRows));
    }

    [Fact]
    public async Task Read_SentThroughTheRoot_CountsThePartitions() =>
        Assert.Equal(ProofOutcome.Unproven, (await ReadAsync(("public", "parts", 15), ("public", "part_2", 5))).Outcome);

    [Theory]
    [InlineData("plain", 6)]
    [InlineData("parts", 19)]
    [InlineData("missing", 0)]
    public async Task Read_OtherRowsThanSent_Fails(string table, long rows) => Assert.Equal(ProofOutcome.Failed, (await ReadAsync(("public", table, rows))).Outcome);

    [Fact]
    public async Task Read_WithoutSchema_FindsTheOneTableOfTheName() => Assert.Equal(ProofOutcome.Unproven, (await ReadAsync((null, "plain", 5))).Outcome);

    [Fact]
    public async Task Read_OnAByteTransparentSession_FindsTheSameNames()
    {
        var database = await CreateAsync();
        await using var session = await postgres.Server.OpenAsync(new SessionOptions(database) { TransparentEncoding = "UTF8" }, Token);
        var proof = new SentRowsProof(new Dictionary<QualifiedName, long> { [new QualifiedName("ș\"x", "ț 😀")] = 1 }, NullObserver.Instance);
        Assert.Equal(ProofOutcome.Unproven, (await proof.ReadAsync(session, Token)).Outcome);
    }

    private async Task<ProofReport> ReadAsync(params (string? Schema, string Name, long Rows)[] sent)
    {
        var database = await CreateAsync();
        var proof = new SentRowsProof(sent.ToDictionary(table => new QualifiedName(table.Schema, table.Name), table => table.Rows), NullObserver.Instance);
        return await proof.ReadAsync(postgres.Server, database, 2, Token);
    }

    private async Task<string> CreateAsync()
    {
        var database = await postgres.CreateDatabaseAsync("sent");
        await postgres.ExecuteAsync(database, Tables.Replace("\\\"", "\"\"", StringComparison.Ordinal));
        return database;
    }
}

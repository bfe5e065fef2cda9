using System.IO.Compression;
using System.Text.RegularExpressions;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Drill.Sample;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Drill;

public sealed partial class SampleDatabaseTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fill_EveryTableHasRows_AndSequencesFollow()
    {
        var database = await FilledAsync(0.01);
        Assert.Equal("20", await postgres.ScalarAsync(database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
        foreach (var table in SampleDatabase.Tables)
            Assert.Equal("true", await postgres.ScalarAsync(database, $"SELECT count(*) = {table.Rows(new SampleSize(0.01))} FROM public.{table.Name}"));
        Assert.Equal("true", await postgres.ScalarAsync(database, "SELECT nextval('public.users_id_seq') = max(id) + 1 FROM public.users"));
        Assert.Equal(SampleOperations.Revision, await postgres.ScalarAsync(database, "SELECT version_num FROM public.alembic_version"));
    }

    [Fact]
    public async Task Fill_TextHoldsWhatCopyMustEscape()
    {
        var database = await FilledAsync(0.01);
        foreach (var condition in new[] { @"full_name LIKE E'%\t%'", @"full_name LIKE E'%\\\\%'", "full_name LIKE '%\"%'", "full_name LIKE '%Ș%'", "org_website = ''", "org_name IS NULL" })
            Assert.NotEqual("0", await postgres.ScalarAsync(database, $"SELECT count(*) FROM public.users WHERE {condition}"));
        foreach (var condition in new[] { @"description LIKE E'%\r\n%'", @"description LIKE E'%\\\\.\n%'", "description LIKE '%🔌%'" })
            Assert.NotEqual("0", await postgres.ScalarAsync(database, $"SELECT count(*) FROM public.events WHERE {condition}"));
    }

    [Fact]
    public async Task Fill_Twice_GivesTheSameDatabase()
    {
        var first = await postgres.PgDumpAsync(await FilledAsync(0.01), "--no-owner");
        var second = await postgres.PgDumpAsync(await FilledAsync(0.01), "--no-owner");
        Assert.Equal(Restrict().Replace(first, ""), Restrict().Replace(second, ""));
    }

    [Fact]
    public void Sizes_AtScaleOne_AreMoreThanADrillNeeds()
    {
        var bytes = new CountingSink();
        var size = new SampleSize(1);
        foreach (var table in SampleDatabase.Tables)
        {
            var writer = new CopyTextWriter(bytes);
            for (var row = 1; row <= table.Rows(size); row++)
            {
                var random = new SampleRandom(1, row);
                table.Write(writer, size, row, ref random);
                writer.EndRow();
            }

            writer.Flush();
        }

        Assert.InRange(bytes.Count, 45_000_000, 60_000_000);
    }

    [Fact]
    public async Task Schema_IsThatOfARunningEventLink()
    {
        Assert.SkipWhen(SharedData.OldScriptsDump is null, "the old script's dump is not at hand");
        var real = await postgres.CreateDatabaseAsync("real");
        await using (var file = new GZipStream(File.OpenRead(SharedData.OldScriptsDump!), CompressionMode.Decompress))
        {
            var result = await postgres.PsqlAsync(real, file);
            Assert.True(result.ExitCode == 0, result.Error);
        }

        var expected = await postgres.PgDumpAsync(real, "--schema-only", "--no-owner");
        var actual = await postgres.PgDumpAsync(await FilledAsync(0.01), "--schema-only", "--no-owner");
        Assert.Equal(Restrict().Replace(expected, ""), Restrict().Replace(actual, ""));
    }

    private async Task<string> FilledAsync(double scale)
    {
        var database = await postgres.CreateDatabaseAsync("sample");
        await SampleDatabase.FillAsync(postgres.Server, database, scale, NullObserver.Instance, Token);
        return database;
    }

    [GeneratedRegex(@"^\\(un)?restrict .*$", RegexOptions.Multiline)]
    private static partial Regex Restrict();

    private sealed class CountingSink : EventLinkDr.Postgres.ICopySink
    {
        public long Count { get; private set; }

        public void Write(ReadOnlySpan<byte> data) => Count += data.Length;

        public void Complete() { }

        public void Dispose() { }
    }
}

using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Core.Tests.Postgres.Dump;

/// <summary>Dumps put together of random pieces: whatever the order and however they arrive, each piece comes out as it went in.</summary>
public sealed class DumpScannerPropertyTests
{
    private static readonly string[] Blanks = ["\n", "\n\n", " \t", "-- it's ; $$ a comment\n", "/* ' ; /* $$ */ \\. */\n", "--\n", ""];

    private static readonly string[] Statements =
    [
        "SELECT 1;",
        "INSERT INTO t VALUES ('a;''b', E'\\';', $$;$$);",
        "CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $_$\nBEGIN\n  x := ';'; -- '\n\\.\nCOPY a FROM stdin;\nEND;$_$;",
        "CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE a WHEN 1 THEN 2 END; SELECT (1); END;",
        "CREATE RULE \"r;\" AS ON DELETE TO t DO (INSERT INTO u VALUES (1); DELETE FROM v);",
        "COMMENT ON TABLE \"a\"\"b;\" IS 'x\ny''--/*';",
        "SELECT E'a'\n-- ' \n'\\'b;';",
        "SELECT '\u00c8\u009f\u00e2\u0082\u00ac \u00ff;';",
        "SELECT $\u00ff_1$ ; $$ $a$ $\u00ff_1$;",
    ];

    private static readonly string[] Rows = ["1\ta\n", "\n", "\\N\t\\\\.\n", "\\.a\n", "';$$--\n", "COPY x FROM stdin;\n", "\u00e9\u00ff\n", "x\\\n"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Next_AnyPiecesInAnyChunks_ComeOutAsTheyWentIn(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            var (dump, expected) = Make(random);
            foreach (var chunk in new[] { 1, 2, 3, 5, 7, 64, 4095, int.MaxValue })
                Assert.Equal(expected, Scanned.All(dump, chunk).Select(item => (item.Item, item.Text, item.Rows)));
        }
    }

    [Fact]
    public void Next_AnyChunkSize_GivesTheSameItemsAndLines()
    {
        var (dump, _) = Make(new Random(99), pieces: 60);
        var expected = Scanned.All(dump);
        for (var chunk = 1; chunk <= 600; chunk++) Assert.Equal(expected, Scanned.All(dump, chunk));
    }

    [Fact]
    public void Line_IsTheNumberOfLineEndsBefore()
    {
        var (dump, _) = Make(new Random(5), pieces: 300);
        var from = 0;
        foreach (var item in Scanned.All(dump, chunk: 777))
        {
            var at = dump.IndexOf(item.Text, from, StringComparison.Ordinal);
            Assert.Equal(dump.AsSpan(0, at).Count('\n') + 1, item.Line);
            from = at + item.Text.Length;
        }
    }

    private static (string Dump, List<(DumpItem, string, string)> Expected) Make(Random random, int pieces = 12)
    {
        var dump = "";
        var expected = new List<(DumpItem, string, string)>();
        for (var i = 0; i < pieces; i++)
        {
            for (var blanks = random.Next(3); blanks >= 0; blanks--) dump += Blanks[random.Next(Blanks.Length)];
            if (random.Next(3) == 0)
            {
                var rows = string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Rows[random.Next(Rows.Length)]));
                dump += $"COPY t (a) FROM stdin;\n{rows}\\.\n";
                expected.Add((DumpItem.CopyBlock, "COPY t (a) FROM stdin;", rows));
            }
            else if (random.Next(6) == 0)
            {
                dump += "\n\\restrict it's;\n";
                expected.Add((DumpItem.MetaCommand, "\\restrict it's;", ""));
            }
            else
            {
                var statement = Statements[random.Next(Statements.Length)];
                dump += statement;
                expected.Add((DumpItem.Statement, statement, ""));
            }
        }

        return (dump, expected);
    }
}

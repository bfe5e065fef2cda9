using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Core.Tests.Postgres.Dump;

public sealed class DumpScannerTests
{
    [Theory]
    [InlineData("SELECT 1;")]
    [InlineData("SELECT ';';")]
    [InlineData("SELECT 'it''s;';")]
    [InlineData(@"SELECT 'a\';")]
    [InlineData(@"SELECT E'a\';b';")]
    [InlineData(@"SELECT E'a'';b\';';")]
    [InlineData("SELECT E'a'\n  'b\\';';")]
    [InlineData("SELECT E'a' -- it's\n 'b\\';';")]
    [InlineData(@"SELECT U&'a\';")]
    [InlineData("SELECT \"a;\"\"b\";")]
    [InlineData("SELECT $$a;b$$;")]
    [InlineData("SELECT $q$a;$$;$r$;b$q$;")]
    [InlineData("SELECT $\u00e9t\u00e9$;$\u00e9t\u00e9$;")]
    [InlineData("SELECT a$b$c;")]
    [InlineData("SELECT $1;")]
    [InlineData("SELECT 1 -- a; 'b\n;")]
    [InlineData("SELECT 1 /* a; 'b /* ; */ ; */ ;")]
    [InlineData("SELECT 1 /**/ + /***/ 2;")]
    [InlineData("SELECT 4 - 2 / 1;")]
    [InlineData("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);")]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;")]
    [InlineData("CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC\n SELECT CASE WHEN true THEN 1 ELSE 2 END; INSERT INTO t VALUES ((CASE WHEN x THEN 1 END)); END;")]
    [InlineData("CREATE FUNCTION f() RETURNS int BEGIN /* ; */ ATOMIC SELECT 'END;'; SELECT \"end\"; END;")]
    [InlineData("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC END;")]
    [InlineData("CREATE FUNCTION public.begin() RETURNS int LANGUAGE sql AS $$SELECT 1;$$;")]
    [InlineData("CREATE FUNCTION public.atomic(begin int) RETURNS int LANGUAGE sql AS 'SELECT 1;';")]
    [InlineData("CREATE TABLE begin (a int);")]
    [InlineData("SELECT 'a\n\\.\nCOPY x FROM stdin;\n\\! rm\n';")]
    [InlineData("SELECT 'x'::text COLLATE \"C\";")]
    [InlineData("SELECT B'1\\', X'a\\';")]
    public void Next_KeepsAStatementTogether(string statement) =>
        Assert.Equal(["SELECT 0;", statement, "SELECT 9;"], Scanned.Statements($"SELECT 0;\n{statement}\nSELECT 9;\n"));

    [Fact]
    public void Next_StringsNotConforming_TakesTheBackslashAsEscape()
    {
        string[] expected = ["SET standard_conforming_strings = off;", @"SELECT 'a\';b';", @"SELECT U&'\';", @"SELECT B'\';", "SET standard_conforming_strings TO 'on';", @"SELECT '\';"];
        Assert.Equal(expected, Scanned.Statements(string.Join('\n', expected)));
    }

    [Fact]
    public void Next_StringsSetThroughSetConfig_IsSeenToo()
    {
        string[] expected = ["SELECT pg_catalog.set_config('standard_conforming_strings', 'off', false);", @"SELECT 'a\';b';"];
        Assert.Equal(expected, Scanned.Statements(string.Join('\n', expected)));
    }

    [Fact]
    public void Next_CopyBlock_GivesHeaderRowsAndLines()
    {
        const string Dump = "-- a comment; 'with a quote\n\nSET x = 1;\nCOPY public.t (a, \"from\") FROM stdin;\n1\t\\\\.\n\\N\t;\n\\.x\n\\.\n\n\nSELECT 2;\n";
        Assert.Equal(
            [
                new Scanned(DumpItem.Statement, 3, "SET x = 1;"),
                new Scanned(DumpItem.CopyBlock, 4, "COPY public.t (a, \"from\") FROM stdin;", "1\t\\\\.\n\\N\t;\n\\.x\n", 3),
                new Scanned(DumpItem.Statement, 11, "SELECT 2;"),
            ],
            Scanned.All(Dump));
    }

    [Theory]
    [InlineData("COPY t FROM stdin;\n\\.\n", "")]
    [InlineData("COPY t FROM stdin;\n\n\n\\.\n", "\n\n")]
    [InlineData("COPY t FROM stdin; \r\na\r\n\\.\r\n", "a\r\n")]
    [InlineData("COPY t FROM stdin;\na\n\\.", "a\n")]
    [InlineData("copy t from STDIN;\n\\N\n\\.\n", "\\N\n")]
    [InlineData("COPY /* to */ t -- x\n FROM\nstdin;\na\n\\.\n", "a\n")]
    public void Next_CopyBlock_EndsAtTheMarker(string dump, string rows) => Assert.Equal([rows], Scanned.All(dump).Select(item => item.Rows));

    [Theory]
    [InlineData("COPY t TO stdout;")]
    [InlineData("COPY t FROM '/etc/passwd';")]
    [InlineData("COPY t FROM PROGRAM 'true';")]
    [InlineData("COPY (SELECT a FROM stdin) TO stdout;")]
    public void Next_CopyWithoutRows_IsAStatement(string statement) =>
        Assert.Equal([new Scanned(DumpItem.Statement, 1, statement)], Scanned.All(statement));

    [Fact]
    public void Next_MetaCommand_IsALineOfItsOwn()
    {
        var all = Scanned.All("\\restrict abc\nSELECT 1;\n\\connect \"a;b'\"\r\nSELECT 2;\n\\unrestrict abc");
        Assert.Equal(["\\restrict abc", "SELECT 1;", "\\connect \"a;b'\"\r", "SELECT 2;", "\\unrestrict abc"], all.Select(item => item.Text));
        Assert.Equal(DumpItem.MetaCommand, all[2].Item);
        Assert.Equal(3, all[2].Line);
    }

    [Fact]
    public void Next_MetaCommandInsideAStatement_IsRefusedWithItsLine()
    {
        var error = Assert.ThrowsAny<DrException>(() => Scanned.All("SELECT 1\n\\! rm -rf /\n;"));
        Assert.Equal("DumpForbidden", error.Id);
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT 'a")]
    [InlineData("SELECT 1")]
    [InlineData("SELECT $$a$")]
    [InlineData("SELECT \"a")]
    [InlineData("SELECT 1 /* a")]
    [InlineData("/* a *")]
    [InlineData("SELECT E'\\")]
    [InlineData("COPY t FROM stdin;")]
    [InlineData("COPY t FROM stdin;\na\n")]
    [InlineData("COPY t FROM stdin;\na\n\\")]
    [InlineData("CREATE FUNCTION f() BEGIN ATOMIC SELECT 1;")]
    public void Next_EndsTooEarly_IsTruncated(string dump) =>
        Assert.Equal("BackupTruncated", Assert.ThrowsAny<DrException>(() => Scanned.All("\n" + dump)).Id);

    [Fact]
    public void Next_TextBehindACopyHeader_IsMalformed() =>
        Assert.Equal("DumpMalformed", Assert.ThrowsAny<DrException>(() => Scanned.All("COPY t FROM stdin; SELECT 1;\n\\.\n")).Id);

    [Fact]
    public void IsComplete_OnlyBehindTheLastStatement()
    {
        const string Marker = "--\n-- PostgreSQL database dump complete\n--\n";
        Assert.True(Ends($"SELECT 1;\n{Marker}\n\\unrestrict x\n\n"));
        Assert.True(Ends($"SELECT 1;\n{Marker}SELECT 2;\r\n-- PostgreSQL database dump complete\r\n"));
        Assert.False(Ends($"{Marker}SELECT 1;\n"));
        Assert.False(Ends($"SELECT '\n{Marker}';\n"));
        Assert.False(Ends($"COPY t FROM stdin;\n{Marker}\\.\n"));
        Assert.False(Ends($"/*\n{Marker}*/\n"));
    }

    [Fact]
    public void Next_ByteOrderMark_IsPassedOver() => Assert.Equal(["SELECT 1;"], Scanned.Statements("\u00ef\u00bb\u00bfSELECT 1;"));

    [Fact]
    public void Text_LongerThanTheLimit_IsCutAndTheRestPassedOver()
    {
        var dump = $"INSERT INTO t VALUES ('{new string('x', 100_000)}');\nSELECT 1;";
        using var scanner = new DumpScanner(new ChunkedStream(System.Text.Encoding.ASCII.GetBytes(dump), 1000), textLimit: 50, windowSize: 4096);
        scanner.Next();
        Assert.True(scanner.TextWasCut);
        Assert.Equal(50, scanner.Text.Length);
        scanner.Next();
        Assert.False(scanner.TextWasCut);
        Assert.Equal("SELECT 1;"u8, scanner.Text);
    }

    [Fact]
    public void ReadCopy_RowLargerThanTheWindow_ComesInPieces()
    {
        var row = new string('x', 100_000) + "\n";
        using var scanner = new DumpScanner(new ChunkedStream(System.Text.Encoding.ASCII.GetBytes($"COPY t FROM stdin;\na\n{row}b\n\\.\n"), 5000), windowSize: 8192);
        scanner.Next();
        var pieces = new List<(int Length, bool EndsRow)>();
        while (scanner.ReadCopy() is { IsEmpty: false } chunk) pieces.Add((chunk.Length, scanner.CopyChunkEndsRow));
        Assert.Contains(pieces, piece => !piece.EndsRow);
        Assert.Equal(row.Length + 4, pieces.Sum(piece => piece.Length));
        Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, 40_000));
        Assert.True(pieces[^1].EndsRow);
        Assert.Equal(3, scanner.CopyRows);
    }

    private static bool Ends(string dump)
    {
        using var scanner = new DumpScanner(new MemoryStream(System.Text.Encoding.Latin1.GetBytes(dump)));
        Scanned.All(scanner);
        return scanner.IsComplete;
    }
}

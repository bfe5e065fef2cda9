using System.Text;
using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Core.Tests.Postgres.Dump;

public sealed class DumpSectionFilterTests
{
    private const string Marker = "--\n-- PostgreSQL database dump complete\n--\n";
    private const string Literal = "COMMENT ON TABLE t IS '\n\\restrict x\n" + Marker + "';\n";
    private const string Body = "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$\n\\unrestrict x\n" + Marker + "$$;\n";
    private const string Block = "COPY t (a) FROM stdin;\n" + Marker + "\\\\restrict x\n\\.\n";

    [Fact]
    public void Copy_DropsRestrictAndMarkerAtTopLevelOnly()
    {
        const string Head = "--\n-- PostgreSQL database dump\n--\n\n";
        const string Rest = "\n-- Dumped from database version 15.18\n\nSET x = 1;\n" + Literal + Body + Block + "\n--\n-- Name: t\n--\n\nSELECT 1;\n\n\n";
        Assert.Equal(Head + Rest + "\n\n", Filter($"{Head}\\restrict abc\n{Rest}{Marker}\n\\unrestrict abc\n\n"));
    }

    [Fact]
    public void Copy_AnyChunkSize_GivesTheSame()
    {
        var dump = $"--\n-- PostgreSQL database dump\n--\n\n\\restrict abc\n\nSET x = 1;\n{Literal}{Block}{Body}{Marker}\n\\unrestrict abc\n";
        var expected = Filter(dump);
        Assert.DoesNotContain("abc", expected, StringComparison.Ordinal);
        for (var chunk = 1; chunk < dump.Length; chunk++) Assert.Equal(expected, Filter(dump, chunk));
    }

    [Fact]
    public void Copy_LineEndsOfWindows_AreUnderstood() =>
        Assert.Equal("SELECT 1;\r\n\r\n", Filter($"\\restrict a\r\nSELECT 1;\r\n{Marker.Replace("\n", "\r\n", StringComparison.Ordinal)}\\unrestrict a\r\n\r\n"));

    [Fact]
    public void Copy_OtherCommentsAndCommands_Stay() =>
        Assert.Equal("-- PostgreSQL database dump completed\n\\connect x\n--\n--\n",
            Filter("-- PostgreSQL database dump completed\n\\connect x\n--\n--\n" + Marker));

    [Fact]
    public void Copy_WithoutMarker_IsTruncated() => Assert.Equal("BackupTruncated", Assert.Throws<DrException>(() => Filter("SELECT 1;\n")).Id);

    [Fact]
    public void Copy_LargeRowsAndStatements_PassWhole()
    {
        var large = $"SELECT '{new string('x', 3_000_000)}';\nCOPY t FROM stdin;\n{new string('y', 3_000_000)}\n\\.\n";
        Assert.Equal(large, Filter(large + Marker, 70_000));
    }

    private static string Filter(string dump, int chunk = int.MaxValue)
    {
        var output = new MemoryStream();
        DumpSectionFilter.Copy(new ChunkedStream(Encoding.Latin1.GetBytes(dump), chunk), output, TestContext.Current.CancellationToken);
        return Encoding.Latin1.GetString(output.ToArray());
    }
}

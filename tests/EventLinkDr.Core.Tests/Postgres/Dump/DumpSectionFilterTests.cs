using System.Text;
using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres.Dump;
using EventLinkDr.Streams;

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

    [Fact]
    public void Copy_BothSections_SplitsBeforeTheFirstEntryThatFollowsTheData()
    {
        const string Before = "SET x = 1;\n\n--\n-- Name: t; Type: TABLE; Schema: public; Owner: o\n--\n\nCREATE TABLE t (a int);\n"
            + "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$\n--\n-- Name: t_pkey; Type: CONSTRAINT; Schema: public; Owner: o\n--\nSELECT 1;$$;\n\n";
        const string After = "--\n-- Name: t t_pkey; Type: CONSTRAINT; Schema: public; Owner: o\n--\n\nALTER TABLE ONLY t ADD CONSTRAINT t_pkey PRIMARY KEY (a);\n\n"
            + "--\n-- Name: t_b; Type: INDEX; Schema: public; Owner: o\n--\n\nCREATE INDEX t_b ON t (a);\n\n--\n-- Name: TABLE t; Type: ACL; Schema: public; Owner: o\n--\n\nGRANT SELECT ON t TO r;\n\n";
        const string Dump = Before + After + Marker;
        foreach (var chunk in (int[])[1, 2, 3, 7, 64, int.MaxValue])
        {
            var (first, second, calls) = (new MemoryStream(), new MemoryStream(), 0);
            var output = new SwitchedStream(first);
            DumpSectionFilter.Copy(new ChunkedStream(Encoding.Latin1.GetBytes(Dump), chunk), output, () =>
            {
                calls++;
                output.Target = second;
            }, TestContext.Current.CancellationToken);
            Assert.Equal(1, calls);
            Assert.Equal(Before + After, Encoding.Latin1.GetString(first.ToArray()) + Encoding.Latin1.GetString(second.ToArray()));
            // Cut between two reads, the empty comment line above the name may stay behind.
            Assert.StartsWith(chunk < 64 ? "-- Name: t t_pkey;" : "--\n-- Name: t t_pkey;", Encoding.Latin1.GetString(second.ToArray()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Copy_NothingFollowsTheData_SaysSoAtTheEnd()
    {
        var (output, at) = (new MemoryStream(), -1L);
        DumpSectionFilter.Copy(new MemoryStream(Encoding.Latin1.GetBytes("SELECT 1;\n" + Marker)), output, () => at = output.Length, TestContext.Current.CancellationToken);
        Assert.Equal(10, at);
    }

    private static string Filter(string dump, int chunk = int.MaxValue)
    {
        var output = new MemoryStream();
        DumpSectionFilter.Copy(new ChunkedStream(Encoding.Latin1.GetBytes(dump), chunk), output, null, TestContext.Current.CancellationToken);
        return Encoding.Latin1.GetString(output.ToArray());
    }
}

using System.Text;
using EventLinkDr.Core.Tests.Streams;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Core.Tests.Postgres.Dump;

public sealed class DumpInspectorTests
{
    private const string CreateSection = "DROP DATABASE \"My; db\";\nCREATE DATABASE \"My; db\" WITH TEMPLATE = template0 ENCODING = 'UTF8';\nALTER DATABASE \"My; db\" OWNER TO bob;\n"
        + "\\unrestrict k\n\\encoding SQL_ASCII\n\\connect -reuse-previous=on \"dbname='My; db'\"\n\\restrict k\n";

    private const string Connect = "\\unrestrict k\n\\encoding SQL_ASCII\n\\connect -reuse-previous=on \"dbname='My; db'\"\n\\restrict k\n";

    [Fact]
    public async Task Inspect_GathersTheFacts()
    {
        var facts = await new MemoryDump(
            """
            CREATE SCHEMA app;
            CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA public;
            SET default_tablespace = fast;
            CREATE TABLE app.t (a int, b text);
            ALTER TABLE app.t OWNER TO alice;
            CREATE TABLE public.alembic_version (version_num text);
            SELECT pg_catalog.lo_create('5');
            COPY app.t (a, "B") FROM stdin;
            1	x
            2	y
            \.
            COPY public.alembic_version (version_num) FROM stdin;
            0021_weighted_implicit_signals
            \.
            INSERT INTO app.i VALUES (1), (2);
            INSERT INTO app.i VALUES (3);
            SELECT pg_catalog.setval('app."S"', 42, false);
            GRANT SELECT ON TABLE app.t TO carol;
            """).InspectAsync();
        Assert.Equal(new PostgresVersion(150018), facts.ServerVersion);
        Assert.Equal(new PostgresVersion(160004), facts.PgDumpVersion);
        Assert.Equal("UTF8", facts.ClientEncoding);
        Assert.Equal(["app.t 2 8", "public.alembic_version 1 31", "app.i 3 0"], facts.Tables.Select(table => $"{table.Name} {table.Rows} {table.Bytes}"));
        Assert.Equal(["a", "B"], facts.Tables[0].Columns);
        Assert.Equal(["app.t", "public.alembic_version"], facts.DefinedTables.Select(table => table.ToString()));
        Assert.Equal(["app"], facts.Schemas);
        Assert.Equal(["hstore"], facts.Extensions);
        Assert.Equal(["alice", "carol"], facts.Roles);
        Assert.Equal(["fast"], facts.Tablespaces);
        Assert.Equal([new BackupSequence("app", "S", 42, false)], facts.Sequences);
        Assert.Equal(1, facts.LargeObjects);
        Assert.Equal("0021_weighted_implicit_signals", facts.Revision);
        Assert.Null(facts.CreatedDatabase);
    }

    [Fact]
    public async Task Inspect_InsertedRevision_IsFoundToo() =>
        Assert.Equal("0021", (await new MemoryDump("INSERT INTO public.alembic_version VALUES ('0021');\n").InspectAsync()).Revision);

    [Fact]
    public async Task Inspect_NamesInTheDumpsEncoding_AreDecoded()
    {
        var dump = MemoryDump.Head.Replace("UTF8", "LATIN2", StringComparison.Ordinal) + "COPY public.\"\u00ba\" FROM stdin;\n\\.\n" + MemoryDump.End;
        var facts = await new MemoryDump(Encoding.Latin1.GetBytes(dump)).InspectAsync();
        Assert.Equal("ş", facts.Tables[0].Name.Name);
    }

    [Fact]
    public async Task Inspect_DumpThatCreatesItsDatabase_KeepsItsPropertiesForTheNewOne()
    {
        var facts = await new MemoryDump(CreateSection
            + "COMMENT ON DATABASE \"My; db\" IS 'x''y';\nALTER DATABASE \"My; db\" SET work_mem TO '8192';\nALTER ROLE bob IN DATABASE \"My; db\" SET a TO 'b';\n" + Connect
            + "CREATE TABLE t (a int);\nGRANT CONNECT ON DATABASE \"My; db\" TO carol;\n").InspectAsync();
        Assert.Equal("My; db", facts.CreatedDatabase);
        Assert.Equal(
            [
                "ALTER DATABASE \"new\" OWNER TO bob;", "COMMENT ON DATABASE \"new\" IS 'x''y';", "ALTER DATABASE \"new\" SET work_mem TO '8192';",
                "ALTER ROLE bob IN DATABASE \"new\" SET a TO 'b';", "GRANT CONNECT ON DATABASE \"new\" TO carol;",
            ],
            facts.DatabaseStatements.Select(statement => statement.For("new")));
        Assert.Equal(["bob", "carol"], facts.Roles);
    }

    [Theory]
    [InlineData("\\connect plain", "plain")]
    [InlineData("\\connect MixedCase", "MixedCase")]
    [InlineData("\\connect \"Quo\"\"ted\"", "Quo\"ted")]
    [InlineData("\\connect -reuse-previous=on \"dbname='a b'\"", "a b")]
    [InlineData("\\connect -reuse-previous=on \"dbname='it\\'s \\\\ \"\"x\"\"'\"", "it's \\ \"x\"")]
    [InlineData("\\connect -reuse-previous=on \"dbname='a' host='evil'\"", null)]
    [InlineData("\\connect a b", null)]
    public void ConnectTarget_IsReadAsPsqlReadsIt(string command, string? name) => Assert.Equal(name, ConnectTarget.Parse(Encoding.UTF8.GetBytes(command), Encoding.UTF8));

    [Theory]
    [InlineData("\\! rm -rf /\n")]
    [InlineData("\\copy t from '/etc/passwd'\n")]
    [InlineData("\\i other.sql\n")]
    [InlineData("\\connect other\n")]
    [InlineData("\\encoding SQL_ASCII\nSELECT pg_catalog.setval('a', 1);\n")]
    [InlineData("CREATE DATABASE x;\n\\connect y\n")]
    [InlineData("CREATE DATABASE x;\n\\connect x\nCREATE DATABASE y;\n")]
    [InlineData("CREATE DATABASE x;\n\\connect x\nALTER DATABASE y SET a = b;\n")]
    [InlineData("DROP DATABASE y;\nCREATE DATABASE x;\n\\connect x\n")]
    [InlineData("DROP DATABASE eventlink;\n")]
    [InlineData("ALTER DATABASE eventlink SET a = b;\n")]
    [InlineData("GRANT ALL ON DATABASE eventlink TO bob;\n")]
    [InlineData("COMMENT ON DATABASE a IS 'x';\nCOMMENT ON DATABASE b IS 'x';\n")]
    [InlineData("CREATE ROLE evil SUPERUSER;\n")]
    [InlineData("ALTER SYSTEM SET archive_command = 'x';\n")]
    [InlineData("COPY public.t FROM PROGRAM 'sh';\n")]
    [InlineData("COPY public.t TO '/tmp/x';\n")]
    [InlineData("CREATE TABLE t (a int)\n\\! id\n;\n")]
    public async Task Inspect_WhatReachesOutside_IsRefusedWithItsLine(string body)
    {
        var error = await Assert.ThrowsAnyAsync<DrException>(() => new MemoryDump("CREATE TABLE first (a int);\n" + body).InspectAsync());
        Assert.Equal("DumpForbidden", error.Id);
        Assert.Matches("line 1[3-9]", error.Message);
    }

    [Theory]
    [InlineData("CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$\n\\! id\nALTER SYSTEM SET a = b;\n$$;\n")]
    [InlineData("COMMENT ON TABLE t IS '\n\\! id\n';\n")]
    [InlineData("COPY t FROM stdin;\n\\\\! id\nCREATE ROLE x;\n\\.\n")]
    [InlineData("COMMENT ON DATABASE old IS 'as before version 11';\n")]
    [InlineData("CREATE RULE r AS ON INSERT TO t DO (DELETE FROM u; NOTIFY x);\n")]
    public async Task Inspect_WhatOnlyLooksLikeIt_IsLet(string body) => await new MemoryDump(body).InspectAsync();

    [Fact]
    public async Task Inspect_OutputOfPgDumpAll_IsRefused()
    {
        var error = await FailAsync("--\n-- PostgreSQL database cluster dump\n--\n\nSET default_transaction_read_only = off;\nCREATE ROLE x;\n");
        Assert.Equal("DumpForbidden", error.Id);
        Assert.Contains("pg_dumpall", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SJIS")]
    [InlineData("Big5")]
    [InlineData("GBK")]
    [InlineData("UHC")]
    [InlineData("GB18030")]
    [InlineData("johab")]
    [InlineData("Windows-932")]
    [InlineData("SHIFT_JIS_2004")]
    public async Task Inspect_EncodingOfClientsOnly_IsRefused(string encoding) =>
        Assert.Equal("DumpEncodingUnsupported", (await FailAsync(MemoryDump.Head.Replace("UTF8", encoding, StringComparison.Ordinal) + MemoryDump.End)).Id);

    [Fact]
    public async Task Inspect_EncodingThatChanges_IsRefused() =>
        Assert.Equal("DumpEncodingUnsupported", (await FailAsync(MemoryDump.Head + "SET client_encoding = 'LATIN1';\n" + MemoryDump.End)).Id);

    [Fact]
    public async Task Inspect_JoinedSections_NeedTheMarkerAtTheEnd()
    {
        var part = MemoryDump.Head + "CREATE TABLE t (a int);\n" + MemoryDump.End;
        await new MemoryDump(Encoding.Latin1.GetBytes(part + part)).InspectAsync();
        Assert.Equal("BackupTruncated", (await FailAsync(part + part[..^80])).Id);
    }

    [Theory]
    [InlineData("hello world\n")]
    [InlineData("it's text")]
    [InlineData("id,name\n1,a;\n")]
    [InlineData("#!/bin/sh\necho hi;\n")]
    [InlineData("SELECT 1")]
    [InlineData("{\"a\": \"b\"}\n")]
    [InlineData("\n\n")]
    public async Task Inspect_SomeOtherText_IsNotADump(string text) => Assert.Equal("BackupNotADump", (await FailAsync(text)).Id);

    [Fact]
    public async Task Inspect_CutAnywhere_IsAnError()
    {
        var dump = Encoding.Latin1.GetBytes(MemoryDump.Head + "CREATE TABLE t (a text);\nCOPY t FROM stdin;\n"
            + string.Concat(Enumerable.Range(0, 2000).Select(i => $"row {i}\n")) + "\\.\nCREATE INDEX i ON t (a);\n" + MemoryDump.End);
        var marker = dump.AsSpan().IndexOf("dump complete"u8) + "dump complete".Length;
        var cuts = Enumerable.Range(marker - 1024, 1024).Concat(Enumerable.Range(0, 200).Select(i => marker * i / 200)).ToArray();
        foreach (var cut in cuts)
        {
            var plain = await Assert.ThrowsAnyAsync<DrException>(() => new MemoryDump(dump[..cut]).InspectAsync());
            Assert.Contains(plain.Id, new[] { "BackupTruncated", "BackupNotADump" });
            if (cut % 16 != 0) continue;
            // Well-formed gzip of a dump that died.
            var zipped = await Assert.ThrowsAnyAsync<DrException>(() => new MemoryDump(Gzipped.Member(dump[..cut])).InspectAsync());
            Assert.Equal(plain.Id, zipped.Id);
        }
    }

    private static Task<DrException> FailAsync(string dump) =>
        Assert.ThrowsAnyAsync<DrException>(() => new MemoryDump(Encoding.Latin1.GetBytes(dump)).InspectAsync());
}

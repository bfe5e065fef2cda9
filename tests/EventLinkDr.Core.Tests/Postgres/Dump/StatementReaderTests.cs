using System.Text;
using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Core.Tests.Postgres.Dump;

public sealed class StatementReaderTests
{
    [Theory]
    [InlineData("CREATE TABLE public.\"A;\"\"b\" (id int);", "CREATE TABLE public.A;\"b")]
    [InlineData("CREATE UNLOGGED TABLE public.t (a int GENERATED ALWAYS AS (1) STORED);", "CREATE TABLE public.t")]
    [InlineData("create or replace view public.v as select 1;", "CREATE VIEW public.v")]
    [InlineData("CREATE MATERIALIZED VIEW public.m AS SELECT 1 WITH NO DATA;", "CREATE MATERIALIZED VIEW public.m")]
    [InlineData("CREATE FUNCTION Public.F(a text) RETURNS int LANGUAGE sql AS $$SELECT 1$$;", "CREATE FUNCTION public.f")]
    [InlineData("CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA public;", "CREATE EXTENSION hstore")]
    [InlineData("CREATE UNIQUE INDEX CONCURRENTLY i ON ONLY public.t USING btree (a);", "CREATE INDEX i on public.t")]
    [InlineData("CREATE INDEX ON t (a);", "CREATE INDEX on t")]
    [InlineData("CREATE TRIGGER tr BEFORE INSERT OR UPDATE OF a, b ON public.t FOR EACH ROW EXECUTE FUNCTION f();", "CREATE TRIGGER tr on public.t")]
    [InlineData("CREATE CONSTRAINT TRIGGER tr AFTER INSERT ON public.t DEFERRABLE FOR EACH ROW EXECUTE FUNCTION f();", "CREATE TRIGGER tr on public.t")]
    [InlineData("CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();", "CREATE EVENT TRIGGER e")]
    [InlineData("CREATE RULE r AS ON INSERT TO public.t DO INSTEAD NOTHING;", "CREATE RULE r on public.t")]
    [InlineData("CREATE POLICY p ON public.t FOR SELECT TO alice USING (true);", "CREATE POLICY p on public.t")]
    [InlineData("CREATE STATISTICS public.s (ndistinct) ON a, b FROM public.t;", "CREATE STATISTICS public.s on public.t")]
    [InlineData("CREATE TEXT SEARCH CONFIGURATION public.c (PARSER = pg_catalog.\"default\");", "CREATE TEXT SEARCH CONFIGURATION public.c")]
    [InlineData("CREATE FOREIGN DATA WRAPPER w;", "CREATE FOREIGN DATA WRAPPER w")]
    [InlineData("CREATE FOREIGN TABLE public.f (a int) SERVER s;", "CREATE FOREIGN TABLE public.f")]
    [InlineData("CREATE OPERATOR CLASS public.oc FOR TYPE int USING btree AS STORAGE int;", "CREATE OPERATOR CLASS public.oc")]
    [InlineData("CREATE PROCEDURAL LANGUAGE plperl;", "CREATE LANGUAGE plperl")]
    [InlineData("ALTER TABLE ONLY public.t ADD CONSTRAINT c PRIMARY KEY (a);", "ALTER TABLE ADD CONSTRAINT c on public.t")]
    [InlineData("ALTER TABLE IF EXISTS ONLY public.t DROP CONSTRAINT IF EXISTS c;", "ALTER TABLE public.t")]
    [InlineData("ALTER LARGE OBJECT 5 OWNER TO x;", "ALTER LARGE OBJECT 5")]
    [InlineData("COMMENT ON TABLE public.t IS 'secret';", "COMMENT ON TABLE public.t")]
    [InlineData("COMMENT ON CONSTRAINT c ON public.t IS 'secret';", "COMMENT ON CONSTRAINT c on public.t")]
    [InlineData("GRANT SELECT(a), INSERT ON TABLE public.t TO alice;", "GRANT ON TABLE public.t")]
    [InlineData("REFRESH MATERIALIZED VIEW public.m;", "REFRESH MATERIALIZED VIEW public.m")]
    [InlineData("INSERT INTO public.t VALUES (1, 'secret');", "INSERT INTO public.t")]
    [InlineData("SELECT pg_catalog.setval('public.s', 1, true);", "SELECT pg_catalog.setval")]
    [InlineData("CREATE USER MAPPING FOR alice SERVER s OPTIONS (password 'secret');", "CREATE USER MAPPING")]
    public void Read_DescribesByNamesOnly(string sql, string description)
    {
        var statement = Read(sql);
        Assert.Equal(description, statement.ToString());
        Assert.Null(statement.Forbidden);
    }

    [Theory]
    [InlineData("ALTER TABLE public.t OWNER TO alice;", "alice")]
    [InlineData("ALTER FUNCTION public.f(a text, b int) OWNER TO \"Al ice\";", "Al ice")]
    [InlineData("ALTER LARGE OBJECT 5 OWNER TO alice;", "alice")]
    [InlineData("GRANT ALL ON TABLE public.t TO alice WITH GRANT OPTION;", "alice")]
    [InlineData("GRANT ALL ON TABLE public.t TO alice, GROUP bob, PUBLIC;", "alice bob")]
    [InlineData("REVOKE ALL ON FUNCTION public.f(a text) FROM PUBLIC;", "")]
    [InlineData("REVOKE GRANT OPTION FOR SELECT ON TABLE public.t FROM alice GRANTED BY bob CASCADE;", "alice bob")]
    [InlineData("SET SESSION AUTHORIZATION 'alice';", "alice")]
    [InlineData("SET ROLE none;", "")]
    [InlineData("RESET SESSION AUTHORIZATION;", "")]
    [InlineData("ALTER DEFAULT PRIVILEGES FOR ROLE alice IN SCHEMA public GRANT SELECT ON TABLES TO bob;", "alice bob")]
    [InlineData("ALTER DEFAULT PRIVILEGES FOR ROLE alice REVOKE ALL ON FUNCTIONS FROM PUBLIC;", "alice")]
    [InlineData("CREATE POLICY p ON public.t AS RESTRICTIVE TO alice, bob USING ((a = 1));", "alice bob")]
    [InlineData("CREATE POLICY p ON public.t USING (true);", "")]
    [InlineData("CREATE SCHEMA s AUTHORIZATION alice;", "alice")]
    [InlineData("CREATE USER MAPPING FOR alice SERVER s;", "alice")]
    [InlineData("ALTER DATABASE d OWNER TO alice;", "alice")]
    [InlineData("ALTER ROLE alice IN DATABASE d SET a TO 'b';", "alice")]
    public void Read_FindsTheRoles(string sql, string roles) => Assert.Equal(roles, string.Join(' ', Read(sql).Roles));

    [Theory]
    [InlineData("CREATE DATABASEE x;", false)]
    [InlineData("CREATE ROLE x;", true)]
    [InlineData("create user x;", true)]
    [InlineData("CREATE GROUP x;", true)]
    [InlineData("CREATE TABLESPACE x LOCATION '/x';", true)]
    [InlineData("CREATE /* */ ROLE x;", true)]
    [InlineData("DROP ROLE IF EXISTS x;", true)]
    [InlineData("DROP OWNED BY x;", true)]
    [InlineData("ALTER ROLE x PASSWORD 'y';", true)]
    [InlineData("ALTER ROLE x SET a = b;", true)]
    [InlineData("ALTER USER MAPPING FOR x SERVER s OPTIONS (SET a 'b');", false)]
    [InlineData("ALTER SYSTEM SET a = b;", true)]
    [InlineData("ALTER TABLESPACE x OWNER TO y;", true)]
    [InlineData("GRANT a TO b;", true)]
    [InlineData("GRANT CREATE ON TABLESPACE x TO y;", true)]
    [InlineData("COMMENT ON ROLE x IS 'y';", true)]
    [InlineData("COPY t FROM '/etc/passwd';", true)]
    [InlineData("COPY t TO PROGRAM 'sh';", true)]
    [InlineData("COPY t TO stdout;", true)]
    [InlineData("DO $$BEGIN END$$;", true)]
    [InlineData("LOAD 'x';", true)]
    [InlineData("CALL p();", true)]
    [InlineData("ROLLBACK;", true)]
    [InlineData("COMMIT PREPARED 'x';", true)]
    [InlineData("PREPARE TRANSACTION 'x';", true)]
    [InlineData("WITH x AS (SELECT 1) SELECT 1;", true)]
    [InlineData("SELECT pg_read_file('/etc/passwd');", true)]
    [InlineData("SELECT pg_catalog.lo_create(pg_catalog.lo_import('/etc/passwd'));", true)]
    [InlineData("SELECT ALL pg_reload_conf();", true)]
    [InlineData("SELECT DISTINCT \"pg_reload_conf\"();", true)]
    [InlineData("SELECT evil.setval('a', 1);", true)]
    [InlineData("SELECT 1;", true)]
    [InlineData("SELECT pg_catalog.lo_unlink('5');", false)]
    [InlineData("SELECT pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata WHERE oid = '5';", false)]
    [InlineData("SELECT pg_catalog.lo_create(t.o) FROM (VALUES ('1'),('2')) AS t(o);", false)]
    [InlineData("SELECT * FROM pg_catalog.pg_restore_relation_stats('version', '180000'::integer, 'relpages', '1'::integer);", false)]
    [InlineData("SELECT lowrite(0, '\\x00');", false)]
    [InlineData("SELECT pg_catalog.set_config('search_path', '', false);", false)]
    [InlineData("INSERT INTO t VALUES (1, pg_read_file('/etc/passwd'));", true)]
    [InlineData("INSERT INTO t SELECT 1;", true)]
    [InlineData("INSERT INTO public.t (a, b) OVERRIDING SYSTEM VALUE VALUES (1, B'10'), (-2.5e10, NULL) ON CONFLICT DO NOTHING;", false)]
    [InlineData("INSERT INTO t DEFAULT VALUES;", false)]
    [InlineData("CREATE TABLE x AS SELECT pg_read_file('/etc/passwd');", true)]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p;", true)]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'connect = false' PUBLICATION p WITH (connect = true);", true)]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = false, slot_name = 's');", false)]
    [InlineData("ALTER SUBSCRIPTION s ENABLE;", true)]
    [InlineData("ALTER SUBSCRIPTION s OWNER TO x;", false)]
    [InlineData("UPDATE pg_catalog.pg_authid SET rolsuper = true;", true)]
    [InlineData("DELETE FROM pg_database;", false)]
    [InlineData("UPDATE public.t SET a = 1;", false)]
    [InlineData("IMPORT FOREIGN SCHEMA a FROM SERVER b INTO c;", true)]
    public void Read_WhatReachesOutside_IsForbidden(string sql, bool forbidden) => Assert.Equal(forbidden, Read(sql).Forbidden is not null);

    [Theory]
    [InlineData("ALTER TABLE ONLY public.t ADD CONSTRAINT c UNIQUE (a);", nameof(StatementKind.AddConstraint), true, null)]
    [InlineData("ALTER TABLE public.t\n    ADD CONSTRAINT c CHECK ((a > 0)) NOT VALID;", nameof(StatementKind.AddConstraint), false, null)]
    [InlineData("ALTER TABLE ONLY public.t ADD CONSTRAINT c FOREIGN KEY (\"references\") REFERENCES other.u(id) ON DELETE CASCADE;", nameof(StatementKind.AddForeignKey), true, "other.u")]
    [InlineData("ALTER TABLE ONLY public.t ALTER COLUMN a SET DEFAULT 1;", nameof(StatementKind.Other), true, null)]
    [InlineData("CREATE INDEX i ON ONLY public.t USING btree (a);", nameof(StatementKind.CreateIndex), true, null)]
    [InlineData("CREATE INDEX i ON public.t USING btree (a);", nameof(StatementKind.CreateIndex), false, null)]
    [InlineData("DROP TABLE public.t;", nameof(StatementKind.Drop), false, null)]
    [InlineData("ALTER TABLE ONLY public.t ALTER COLUMN a DROP DEFAULT;", nameof(StatementKind.Drop), true, null)]
    [InlineData("SET work_mem = '1MB';", nameof(StatementKind.SessionChange), false, null)]
    [InlineData("BEGIN;", nameof(StatementKind.Begin), false, null)]
    [InlineData("COMMIT;", nameof(StatementKind.Commit), false, null)]
    public void Read_TellsWhatItDoes(string sql, string kind, bool only, string? references)
    {
        var statement = Read(sql);
        Assert.Equal((kind, only, references), (statement.Kind.ToString(), statement.IsOnly, statement.References?.ToString()));
    }

    [Fact]
    public void Read_Constraint_UsingAnEarlierIndex_IsTold()
    {
        Assert.True(Read("ALTER TABLE t ADD CONSTRAINT c UNIQUE USING INDEX i;").UsesIndex);
        Assert.False(Read("ALTER TABLE t ADD CONSTRAINT c UNIQUE (a) USING INDEX TABLESPACE x;").UsesIndex);
    }

    [Theory]
    [InlineData("INSERT INTO t VALUES (1, 'a), (b');", 1)]
    [InlineData("INSERT INTO t (a, b) VALUES (1, 2), (3, 4),\n\t(5, 6);", 3)]
    [InlineData("INSERT INTO t DEFAULT VALUES;", 1)]
    [InlineData("INSERT INTO \"values\" VALUES (1);", 1)]
    public void Read_Insert_CountsItsRows(string sql, long rows) => Assert.Equal(rows, Read(sql).Rows);

    [Theory]
    [InlineData("SET default_tablespace = '';", "default_tablespace", "", false)]
    [InlineData("SET search_path = a, b;", "search_path", null, false)]
    [InlineData("SET SESSION work_mem TO 5;", "work_mem", "5", false)]
    [InlineData("SET Work_Mem TO DEFAULT;", "work_mem", null, true)]
    [InlineData("RESET work_mem;", "work_mem", null, true)]
    [InlineData("RESET ALL;", "*", null, true)]
    [InlineData("RESET SESSION AUTHORIZATION;", "session_authorization", null, true)]
    [InlineData("SET SESSION AUTHORIZATION DEFAULT;", "session_authorization", null, true)]
    [InlineData("SET ROLE \"Bob\";", "role", "Bob", false)]
    [InlineData("SET TIME ZONE 'UTC';", "timezone", "UTC", false)]
    [InlineData("SET NAMES 'LATIN1';", "client_encoding", "LATIN1", false)]
    [InlineData("SET a.b = 'c';", "a.b", "c", false)]
    [InlineData("SELECT pg_catalog.set_config('search_path', 'x', false);", "search_path", "x", false)]
    public void Read_SessionChange_NamesParameterAndValue(string sql, string parameter, string? value, bool reset) =>
        Assert.Equal(new SessionChange(parameter, value) { IsReset = reset }, Read(sql).Change);

    private static DumpStatement Read(string sql) => StatementReader.Read(Encoding.UTF8.GetBytes(sql), backslashEscapes: false, Encoding.UTF8);
}

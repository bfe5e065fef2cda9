-- Extensions in schemas of their own, with grants on members.
CREATE EXTENSION hstore SCHEMA "odd schema";
CREATE EXTENSION pg_trgm SCHEMA public VERSION '1.5';
CREATE EXTENSION btree_gist SCHEMA public;
CREATE TABLE "odd schema".with_hstore (h "odd schema".hstore, name text, EXCLUDE USING gist (name WITH =));
INSERT INTO "odd schema".with_hstore VALUES ('a=>1, "b c"=>NULL', 'x'), (NULL, 'y');
CREATE INDEX with_hstore_trgm ON "odd schema".with_hstore USING gin (name public.gin_trgm_ops);
GRANT EXECUTE ON FUNCTION "odd schema".akeys("odd schema".hstore) TO zoo_reader;
REVOKE EXECUTE ON FUNCTION public.show_trgm(text) FROM PUBLIC;
COMMENT ON EXTENSION hstore IS 'not its own comment';

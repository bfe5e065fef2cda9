-- Indexes and statistics.
CREATE INDEX plain_expression ON plain (lower(name) text_pattern_ops, (id % 7) DESC NULLS LAST) INCLUDE (at) WITH (fillfactor = 70) WHERE id > 10 AND name <> 'a;b';
ALTER INDEX plain_expression ALTER COLUMN 1 SET STATISTICS 333;
CREATE INDEX plain_brin ON plain USING brin (at) WITH (pages_per_range = 4, autosummarize = on);
CREATE INDEX plain_hash ON plain USING hash (name);
CREATE INDEX plain_spgist ON plain USING spgist (name);
CREATE INDEX composed_gin ON composed USING gin (jb jsonb_path_ops) WITH (fastupdate = off);
CREATE INDEX composed_gist ON composed USING gist (ts tsvector_ops (siglen = 100));
CREATE INDEX labelled_ours ON labelled (l label_ops DESC);
CREATE UNIQUE INDEX plain_name_key ON plain (name);
ALTER TABLE plain CLUSTER ON plain_name_key;
CREATE TABLE replicated (a integer NOT NULL, b text NOT NULL);
CREATE UNIQUE INDEX replicated_key ON replicated (b, a);
ALTER TABLE replicated REPLICA IDENTITY USING INDEX replicated_key;
ALTER TABLE texts REPLICA IDENTITY FULL;
ALTER TABLE one_text REPLICA IDENTITY NOTHING;
ALTER TABLE egg ADD CONSTRAINT egg_pair UNIQUE (hen_id, id) INCLUDE (id);

CREATE STATISTICS plain_stats (ndistinct, dependencies, mcv) ON id, name, at FROM plain;
CREATE STATISTICS plain_expression_stats ON (lower(name)), (id + 1) FROM plain;
ALTER STATISTICS plain_stats SET STATISTICS 50;

-- Left invalid by a build that failed; pg_dump leaves it out.
\set ON_ERROR_STOP off
\o /dev/null
CREATE TABLE twice (a integer);
INSERT INTO twice VALUES (1), (1);
CREATE UNIQUE INDEX CONCURRENTLY twice_invalid ON twice (a);
\o
\set ON_ERROR_STOP on

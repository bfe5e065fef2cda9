-- Languages, transforms, access methods, tablespaces.
CREATE FUNCTION zoo.language_handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION zoo.language_inline(internal) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION zoo.language_validator(oid) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE TRUSTED LANGUAGE zoo_language HANDLER zoo.language_handler INLINE zoo.language_inline VALIDATOR zoo.language_validator;
CREATE FUNCTION zoo.in_own_language() RETURNS integer LANGUAGE zoo_language AS 'BEGIN RETURN 1; END';
GRANT USAGE ON LANGUAGE zoo_language TO zoo_reader;
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION pg_catalog.prsd_lextype(internal), TO SQL WITH FUNCTION pg_catalog.int4recv(internal));
CREATE ACCESS METHOD heap_again TYPE TABLE HANDLER pg_catalog.heap_tableam_handler;
CREATE ACCESS METHOD btree_again TYPE INDEX HANDLER pg_catalog.bthandler;
-- Between two ordinary tables: a reader must carry default_table_access_method and default_tablespace from statement to statement.
CREATE TABLE zoo.stored_otherwise (a integer) USING heap_again;
INSERT INTO zoo.stored_otherwise VALUES (1);
CREATE TABLE zoo.placed_elsewhere (a integer PRIMARY KEY USING INDEX TABLESPACE zoo_space, b text) TABLESPACE zoo_space;
INSERT INTO zoo.placed_elsewhere VALUES (1, 'elsewhere');
CREATE INDEX placed_index ON zoo.plain (at) TABLESPACE zoo_space;
CREATE MATERIALIZED VIEW zoo.placed_view TABLESPACE zoo_space AS SELECT count(*) FROM zoo.plain;
CREATE TABLE zoo.placed_parts (a integer) PARTITION BY LIST (a) TABLESPACE zoo_space;
CREATE TABLE zoo.placed_parts_1 PARTITION OF zoo.placed_parts FOR VALUES IN (1) TABLESPACE pg_default;
INSERT INTO zoo.placed_parts VALUES (1);

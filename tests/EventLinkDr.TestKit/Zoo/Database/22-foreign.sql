-- Foreign servers and tables. A password stands in a user mapping: it must reach no message.
CREATE EXTENSION postgres_fdw SCHEMA public;
CREATE EXTENSION file_fdw SCHEMA public;
CREATE FOREIGN DATA WRAPPER own_wrapper HANDLER public.postgres_fdw_handler VALIDATOR public.postgres_fdw_validator;
CREATE FOREIGN DATA WRAPPER no_handler OPTIONS (anything 'it''s; \.');
CREATE SERVER "far; away" TYPE 'pg' VERSION '15''s' FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'nowhere.invalid', dbname 'it''s "db"', port '1');
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE USER MAPPING FOR zoo_owner SERVER "far; away" OPTIONS (user 'remote', password 'zoo-s3cret''s-passw0rd');
CREATE USER MAPPING FOR PUBLIC SERVER "far; away" OPTIONS (user 'everyone');
CREATE FOREIGN TABLE zoo.far_table (id integer OPTIONS (column_name 'ID'), name text COLLATE "C" NOT NULL DEFAULT 'x', CHECK (id > 0))
  SERVER "far; away" OPTIONS (schema_name 'public', table_name 'it''s');
CREATE FOREIGN TABLE zoo.file_table (line text) SERVER files OPTIONS (filename '/nonexistent/file.csv', format 'csv');
CREATE FOREIGN TABLE zoo.file_child () INHERITS (zoo.parent) SERVER files OPTIONS (filename '/nonexistent/child.csv');
CREATE TABLE zoo.partly_foreign (a integer, b text) PARTITION BY LIST (a);
CREATE TABLE zoo.partly_foreign_here PARTITION OF zoo.partly_foreign FOR VALUES IN (1);
CREATE FOREIGN TABLE zoo.partly_foreign_away PARTITION OF zoo.partly_foreign FOR VALUES IN (2) SERVER files OPTIONS (filename '/nonexistent/part.csv');
INSERT INTO zoo.partly_foreign VALUES (1, 'here');
GRANT USAGE ON FOREIGN SERVER "far; away" TO zoo_reader;
GRANT USAGE ON FOREIGN DATA WRAPPER own_wrapper TO zoo_owner;
GRANT SELECT ON zoo.far_table TO zoo_reader;
ALTER SERVER files OWNER TO zoo_owner;

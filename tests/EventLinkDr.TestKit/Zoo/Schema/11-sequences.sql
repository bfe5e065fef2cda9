-- Sequences in odd states.
CREATE SEQUENCE never_called START 7;
CREATE SEQUENCE called_once START 7;
SELECT nextval('called_once') \g /dev/null
CREATE SEQUENCE set_not_called;
SELECT setval('set_not_called', 42, false) \g /dev/null
CREATE SEQUENCE descending AS smallint INCREMENT BY -3 MAXVALUE -1 MINVALUE -30000 START -10;
SELECT nextval('descending'), nextval('descending') \g /dev/null
CREATE SEQUENCE cycling AS integer MINVALUE 1 MAXVALUE 3 CYCLE CACHE 2;
SELECT nextval('cycling'), nextval('cycling'), nextval('cycling') \g /dev/null
CREATE SEQUENCE exhausted MAXVALUE 2;
SELECT setval('exhausted', 2) \g /dev/null
CREATE SEQUENCE huge INCREMENT BY 9223372036854775806 START 9223372036854775807;
CREATE SEQUENCE lowest MINVALUE -9223372036854775808 START -9223372036854775808;
CREATE SEQUENCE altered_after_use;
SELECT setval('altered_after_use', 500) \g /dev/null
ALTER SEQUENCE altered_after_use INCREMENT BY 5 START WITH 100;
CREATE SEQUENCE owned_by_a_column OWNED BY plain.name;
CREATE SEQUENCE "seq 'quoted"" 🐘";
SELECT setval('"seq ''quoted"" 🐘"', 3) \g /dev/null
-- The default of a serial column renamed on both sides.
CREATE TABLE renamed_serial (id serial);
INSERT INTO renamed_serial DEFAULT VALUES;
ALTER SEQUENCE renamed_serial_id_seq RENAME TO "Renamed";
ALTER TABLE renamed_serial RENAME id TO "Id";

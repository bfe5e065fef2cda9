-- Every character of ISO 8859-2, in rows, names, bodies and comments.
SET client_encoding = 'UTF8';
CREATE TABLE letters (code integer PRIMARY KEY, letter text, "Şcoală ţ" text DEFAULT 'ăâîşţ');
INSERT INTO letters (code, letter) SELECT i, convert_from(decode(lpad(to_hex(i), 2, '0'), 'hex'), 'LATIN2') FROM generate_series(1, 255) i;
CREATE TYPE "Ţară" AS ENUM ('România', 'Österreich', 'Łódź');
CREATE FUNCTION "ł"() RETURNS text LANGUAGE sql AS $ő$SELECT 'żółć; ő'::text $ő$;
CREATE FUNCTION "ę"() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT 'ą; ę'::text; END;
CREATE VIEW "áé" AS SELECT letter FROM letters WHERE letter <> 'ß';
COMMENT ON TABLE letters IS 'Čeština; ď';

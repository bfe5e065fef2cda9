-- An encoding of several bytes a character that the server itself can use.
SET client_encoding = 'UTF8';
CREATE TABLE "表" (id integer PRIMARY KEY, "列" text DEFAULT '既定');
INSERT INTO "表" VALUES (1, 'ソ表能\十'), (2, 'ｶﾅ'), (3, E'改行\n\tタブ'), (4, '丂'), (5, NULL);
CREATE FUNCTION "関数"() RETURNS text LANGUAGE sql AS $本$SELECT '値;'::text $本$;
CREATE VIEW "景色" AS SELECT "列" FROM "表" WHERE "列" <> '無';
COMMENT ON COLUMN "表"."列" IS '注釈; \.';

-- Collations, conversions, text search.
CREATE COLLATION from_c FROM "C";
CREATE COLLATION "German Phone" (PROVIDER = icu, LOCALE = 'de-u-co-phonebk');
CREATE COLLATION ignore_case (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
CREATE TABLE collated (a text COLLATE "German Phone" PRIMARY KEY, b text COLLATE ignore_case UNIQUE);
INSERT INTO collated VALUES ('Ärger', 'X'), ('Arger', 'y');
CREATE CONVERSION to_utf8 FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE TEXT SEARCH TEMPLATE simple_again (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY stops (TEMPLATE = simple_again, STOPWORDS = 'english', ACCEPT = 'false');
CREATE TEXT SEARCH PARSER parser_again (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
CREATE TEXT SEARCH CONFIGURATION ours (PARSER = parser_again);
ALTER TEXT SEARCH CONFIGURATION ours ADD MAPPING FOR asciiword, word WITH stops, simple;
ALTER TEXT SEARCH CONFIGURATION ours ADD MAPPING FOR email WITH simple;
CREATE INDEX texts_search ON texts USING gin (to_tsvector('ours', value));

-- Types of every sort.
CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s "great"', 'șș 🦒', '');
ALTER TYPE mood ADD VALUE 'meh' BEFORE 'ok';
CREATE TYPE no_labels AS ENUM ();
CREATE TYPE still_a_shell;

CREATE DOMAIN positive AS integer DEFAULT 1 NOT NULL CONSTRAINT above_zero CHECK (VALUE > 0);
CREATE DOMAIN tag_list AS text[] CHECK (array_length(VALUE, 1) <= 5) CHECK (VALUE IS NULL OR VALUE[1] <> '');
CREATE DOMAIN c_text AS text COLLATE "C" DEFAULT E'tab\there';
CREATE DOMAIN not_yet_checked AS integer;
ALTER DOMAIN not_yet_checked ADD CONSTRAINT later CHECK (VALUE < 100) NOT VALID;

CREATE TYPE address AS (street text, "Nr." integer, place point);
CREATE TYPE person AS (name c_text, home address, moods mood[]);
CREATE TYPE no_attributes AS ();
ALTER TYPE address ADD ATTRIBUTE gone integer;
ALTER TYPE address DROP ATTRIBUTE gone;

CREATE TYPE float_range AS RANGE (SUBTYPE = double precision, SUBTYPE_DIFF = float8mi, MULTIRANGE_TYPE_NAME = float_ranges);
CREATE TYPE text_range AS RANGE (SUBTYPE = text, COLLATION = "C");

-- A base type on the functions of text.
CREATE TYPE label;
CREATE FUNCTION label_in(cstring) RETURNS label LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'textin';
CREATE FUNCTION label_out(label) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'textout';
CREATE TYPE label (INPUT = label_in, OUTPUT = label_out, LIKE = text, CATEGORY = 'S', DEFAULT = 'none', COLLATABLE = true);

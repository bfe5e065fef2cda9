-- Casts belong to no schema, though their types do.
CREATE CAST (zoo.label AS text) WITHOUT FUNCTION AS IMPLICIT;
CREATE CAST (text AS zoo.label) WITHOUT FUNCTION AS ASSIGNMENT;
CREATE CAST (zoo.address AS zoo.label) WITH INOUT;
COMMENT ON CAST (zoo.label AS text) IS 'c; "c"';

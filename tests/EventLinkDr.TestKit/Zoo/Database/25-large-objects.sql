-- Large objects: empty, small, over many pages, with a hole, with owner, grants and comment.
SELECT lo_create(70001), lo_from_bytea(70002, 'small \\ one'::bytea), lo_from_bytea(70003, decode(repeat('00ff5c2e0a', 100000), 'hex')), lo_create(70004) \g /dev/null
SELECT lo_put(70004, 1000000, 'after a hole') \g /dev/null
SELECT lo_from_bytea(4294967295, 'the last id') \g /dev/null
ALTER LARGE OBJECT 70002 OWNER TO zoo_owner;
GRANT SELECT, UPDATE ON LARGE OBJECT 70002 TO zoo_reader WITH GRANT OPTION;
GRANT SELECT ON LARGE OBJECT 70003 TO PUBLIC;
COMMENT ON LARGE OBJECT 70003 IS 'it''s large; \.';
CREATE TABLE zoo.with_large_object (id integer, body oid);
INSERT INTO zoo.with_large_object VALUES (1, 70003);

-- Comments on what belongs to no schema.
COMMENT ON EVENT TRIGGER no_drops IS 'it''s watching';
COMMENT ON PUBLICATION "some; tables" IS 'p;';
COMMENT ON SERVER "far; away" IS 's''s';
COMMENT ON FOREIGN DATA WRAPPER own_wrapper IS 'w';
COMMENT ON LANGUAGE zoo_language IS 'l';
COMMENT ON ACCESS METHOD heap_again IS 'a';
COMMENT ON TRANSFORM FOR integer LANGUAGE sql IS 't';
COMMENT ON FOREIGN TABLE zoo.far_table IS 'f';
COMMENT ON COLUMN zoo.far_table.id IS 'c';

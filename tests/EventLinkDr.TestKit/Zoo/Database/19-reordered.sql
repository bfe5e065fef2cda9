-- A dump does not keep the order of these columns: a copy of a copy is the same, the first copy is not.
CREATE TABLE zoo.reorder_parent (a integer);
CREATE TABLE zoo.reorder_child (c text) INHERITS (zoo.reorder_parent);
ALTER TABLE zoo.reorder_parent ADD COLUMN b text DEFAULT 'b';
INSERT INTO zoo.reorder_child (a, b, c) VALUES (1, 'two', 'three'), (4, NULL, 'six');
